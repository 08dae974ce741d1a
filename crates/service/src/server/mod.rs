//! Listens, and keeps connections within bounds.
//!
//! HTTP/1.1 only: a proxy or a browser speaks it as well, a connection is at one request at a time, and so a limit on
//! connections is one on work.

mod body;
mod connections;
mod tls;

use std::convert::Infallible;
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::response::Response;
use hyper::server::conn::http1;
use hyper_util::rt::TokioIo;
use isoloir_page::content::Content;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, timeout, timeout_at};
use tower::ServiceExt;
use zeroize::Zeroizing;

use crate::address::{Address, Proxies};
use crate::board::{Board, election_of};
use crate::config::Config;
use crate::http;
use crate::metrics::Metrics;
use crate::officials::{Crowd, Officials, Settings};
use crate::server::connections::{Bounds, Connection, Connections};
use crate::server::tls::Certificate;

pub(crate) use body::Held;

/// The most that is read of a head at once, in bytes: a longer one is refused.
const MAX_HEAD_BYTES: usize = 1 << 14;

/// The most headers of a request.
const MAX_HEADERS: usize = 64;

/// How long requests that are under way have at the end: a caster waits for witnesses for 20 s.
const GRACE: Duration = Duration::from_secs(30);

/// How long nothing is accepted after the system could not.
const PAUSE: Duration = Duration::from_millis(100);

/// Connections of those who read metrics.
const PRIVATE_CONNECTIONS: usize = 32;

/// Descriptors that are kept for other things than connections: the database, files, listeners.
const RESERVED_DESCRIPTORS: u64 = 128;

/// What is said to a connection for which there is no room, before it is closed.
const NO_ROOM: &[u8] =
    b"HTTP/1.1 503 Service Unavailable\r\nretry-after: 5\r\nconnection: close\r\n\
    content-type: application/problem+json\r\n\r\n\
    {\"type\":\"/problems/busy\",\"code\":\"busy\",\"title\":\"Busy\",\"status\":503,\
    \"detail\":\"Too many are connected: try again in a moment.\"}";

/// Serves a board until `stop` is done. Then nothing new is taken, what is under way is answered, and the board is
/// closed. `on_ready` is told where it is served once it is. `board_key` is the secret of the board's key: what the
/// browsers of officials keep is authenticated by it.
///
/// # Errors
/// If an address can't be listened on, or a certificate or the content of the voting page can't be read.
pub async fn serve(
    board: Board,
    board_key: Zeroizing<[u8; 32]>,
    config: &Config,
    on_ready: impl FnOnce(SocketAddr),
    stop: impl Future<Output = ()>,
) -> anyhow::Result<()> {
    let certificate = config.tls.as_ref().map(Certificate::read).transpose()?.map(Arc::new);
    let socket = bind(config.listen).await?;
    let private_socket = match config.metrics {
        Some(address) => Some(bind(address).await?),
        None => None,
    };
    let address = socket.local_addr()?;
    let board = Arc::new(board);
    let metrics = Arc::new(Metrics::new(board.measures()));
    let officials = officials(&board, board_key, config)?;
    let content = content(&board, config)?;
    // A browser that asks for it does not wait for it.
    tokio::task::spawn_blocking(isoloir_page::files::prepare);
    let public = Listener {
        router: http::router(board.clone(), officials, config, metrics.clone(), content),
        connections: Connections::new(bounds(config)),
        proxies: Proxies::of(config),
        certificate: certificate.clone(),
        metrics: Some(metrics.clone()),
    };
    let (stopping, stopped) = watch::channel(false);
    on_ready(address);
    let stop = async {
        stop.await;
        stopping.send_replace(true);
    };
    let private = async {
        if let Some(socket) = private_socket {
            let private = Listener::private(board.clone(), config, metrics);
            Arc::new(private).run(socket, stopped.clone()).await;
        }
    };
    let follow = async {
        if let Some(certificate) = certificate {
            certificate.follow(stopped.clone()).await;
        }
    };
    tokio::join!(stop, follow, private, Arc::new(public).run(socket, stopped.clone()));
    if let Some(board) = Arc::into_inner(board) {
        board.close().await;
    }
    Ok(())
}

/// The pages of the officials.
/// What the voting page says of projects, if there is a definition on the board by now.
fn content(board: &Board, config: &Config) -> anyhow::Result<Option<Content>> {
    let districts =
        board.with_record(|record| election_of(record).map(|it| it.districts().to_vec()));
    districts.map(|districts| Content::read(&config.content, &districts)).transpose()
}

fn officials(
    board: &Arc<Board>,
    board_key: Zeroizing<[u8; 32]>,
    config: &Config,
) -> anyhow::Result<Officials> {
    // By its name people find it.
    let address =
        config.address.clone().unwrap_or_else(|| format!("https://{}", board.key().name()));
    let clock = board.clone();
    let settings = Settings {
        address,
        board_key,
        openid: config.openid.clone(),
        zone: config.zone.clone(),
        now: Box::new(move || clock.now()),
    };
    Officials::new(board.clone(), board.clone(), Arc::new(Crowd::new()), settings)
}

async fn bind(address: SocketAddr) -> anyhow::Result<TcpListener> {
    let bound = TcpListener::bind(address).await;
    bound.with_context(|| {
        format!(
            "can't listen on {address}: choose another address with --listen, or in the settings"
        )
    })
}

fn bounds(config: &Config) -> Bounds {
    let limits = &config.limits;
    let seconds = |seconds: std::num::NonZeroU32| Duration::from_secs(seconds.get().into());
    let connections = limits.connections.get().min(descriptors());
    if connections < limits.connections.get() {
        tracing::warn!(connections, "the system allows fewer connections than limits.connections");
    }
    Bounds {
        connections: connections as usize,
        of_address: limits.connections_per_address.get() as usize,
        idle: seconds(limits.head_seconds),
        busy: seconds(limits.request_seconds),
    }
}

/// How many connections the system lets this process have. The lower of its two limits is only there for old programs.
fn descriptors() -> u32 {
    let limit = getrlimit(Resource::Nofile);
    let raised = setrlimit(Resource::Nofile, Rlimit { current: limit.maximum, ..limit });
    let allowed = if raised.is_ok() { limit.maximum } else { limit.current };
    let allowed = allowed.map_or(u64::MAX, |allowed| allowed.saturating_sub(RESERVED_DESCRIPTORS));
    allowed.max(1).try_into().unwrap_or(u32::MAX)
}

/// What answers at an address.
struct Listener {
    router: Router,
    connections: Arc<Connections>,
    proxies: Proxies,
    certificate: Option<Arc<Certificate>>,
    /// Where its connections are counted.
    metrics: Option<Arc<Metrics>>,
}

impl Listener {
    /// For those who run the service: it is no part of what is counted.
    fn private(board: Arc<Board>, config: &Config, metrics: Arc<Metrics>) -> Self {
        let few = Bounds { connections: PRIVATE_CONNECTIONS, ..bounds(config) };
        Self {
            router: http::metrics_router(board, metrics),
            connections: Connections::new(few),
            proxies: Proxies::of(config),
            certificate: None,
            metrics: None,
        }
    }

    /// Accepts until it is stopped, and then waits for what is under way.
    async fn run(self: Arc<Self>, socket: TcpListener, stopped: watch::Receiver<bool>) {
        let mut tasks = JoinSet::new();
        let mut stop = pin!(stop_of(stopped.clone()));
        loop {
            tokio::select! {
                () = &mut stop => break,
                Some(_) = tasks.join_next() => (),
                accepted = socket.accept() => match accepted {
                    Ok((stream, peer)) => self.take(stream, peer, &stopped, &mut tasks),
                    Err(error) => self.could_not_accept(&error).await,
                },
            }
        }
        drop(socket);
        let _ = timeout(GRACE, async { while tasks.join_next().await.is_some() {} }).await;
        tasks.shutdown().await;
    }

    fn take(
        self: &Arc<Self>,
        stream: TcpStream,
        peer: SocketAddr,
        stopped: &watch::Receiver<bool>,
        tasks: &mut JoinSet<()>,
    ) {
        let is_proxy = self.proxies.contain(peer.ip());
        let address = (!is_proxy).then(|| Address::of(peer.ip()));
        let Some((connection, until)) = self.connections.admit(address) else {
            self.metrics.iter().for_each(|metrics| metrics.connection_refused());
            if self.certificate.is_none() {
                // As much as fits without waiting.
                let _ = stream.try_write(NO_ROOM);
            }
            return;
        };
        // It would only delay the last packet of an answer.
        let _ = stream.set_nodelay(true);
        let (listener, stopped) = (self.clone(), stopped.clone());
        tasks.spawn(async move {
            tokio::select! {
                () = listener.connect(stream, peer, connection, stopped) => (),
                () = passed(until) => (),
            }
            listener.count();
        });
        self.count();
    }

    fn count(&self) {
        let open = self.connections.count();
        self.metrics.iter().for_each(|metrics| metrics.connections(open));
    }

    /// Mostly there are no descriptors left. One that is idle gives its own.
    async fn could_not_accept(&self, error: &io::Error) {
        let is_of_peer = matches!(
            error.kind(),
            io::ErrorKind::ConnectionAborted | io::ErrorKind::ConnectionReset
        );
        if !is_of_peer {
            self.connections.make_room();
            tracing::error!("no connection can be accepted: {error}");
            sleep(PAUSE).await;
        }
    }

    async fn connect(
        &self,
        stream: TcpStream,
        peer: SocketAddr,
        connection: Connection,
        stopped: watch::Receiver<bool>,
    ) {
        match &self.certificate {
            None => self.talk(stream, peer, connection, stopped).await,
            Some(certificate) => {
                if let Ok(stream) = certificate.acceptor().accept(stream).await {
                    self.talk(stream, peer, connection, stopped).await;
                }
            }
        }
    }

    /// Answers one request after the other.
    async fn talk(
        &self,
        stream: impl tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin,
        peer: SocketAddr,
        connection: Connection,
        stopped: watch::Receiver<bool>,
    ) {
        let connection = Arc::new(connection);
        let service =
            hyper::service::service_fn(|request| self.answer(request, peer, connection.clone()));
        // How long a head may take is seen to by the table of connections, as all other times are.
        let talk = http1::Builder::new()
            .header_read_timeout(None)
            .max_buf_size(MAX_HEAD_BYTES)
            .max_headers(MAX_HEADERS)
            .serve_connection(TokioIo::new(stream), service);
        let mut talk = pin!(talk);
        tokio::select! {
            // A peer that breaks the rules, or goes away, ends its connection and nothing else.
            _ = &mut talk => return,
            () = stop_of(stopped) => talk.as_mut().graceful_shutdown(),
        }
        let _ = talk.await;
    }

    async fn answer(
        &self,
        request: hyper::Request<hyper::body::Incoming>,
        peer: SocketAddr,
        connection: Arc<Connection>,
    ) -> Result<Response, Infallible> {
        let busy = connection.busy();
        let client = self.proxies.client(peer.ip(), request.headers());
        let mut request: Request = request.map(Body::new);
        request.extensions_mut().insert(client);
        let response = self.router.clone().oneshot(request).await?;
        Ok(response.map(|body| Body::new(Held::new(body, busy))))
    }
}

async fn stop_of(mut stopped: watch::Receiver<bool>) {
    let _ = stopped.wait_for(|stopped| *stopped).await;
}

/// Waits until the time of a connection has run out, which may be put off meanwhile.
async fn passed(mut until: watch::Receiver<Instant>) {
    loop {
        let deadline = *until.borrow_and_update();
        // When nobody can put it off any more, the connection had to make room.
        let Ok(Ok(())) = timeout_at(deadline, until.changed()).await else { return };
    }
}
