use std::net::SocketAddr;
use std::path::Path;

use anyhow::Context;
use isoloir_service::http::router;
use tokio::net::TcpListener;

use crate::clock;
use crate::failure::Failure;
use crate::host::BoardFolder;
use crate::host::local::runtime;
use crate::say::say;

/// Serves a board until Ctrl-C: its files, and a door for messages and ballots.
pub(crate) fn serve(folder: &Path, address: SocketAddr) -> Result<(), Failure> {
    let folder = BoardFolder::new(folder);
    runtime()?.block_on(async {
        let board = folder.open(clock::ticking()?).await?;
        let listener = TcpListener::bind(address)
            .await
            .with_context(|| {
                format!("can't listen on {address}: choose another address with --listen")
            })
            .map_err(Failure::system)?;
        let bound = listener.local_addr().map_err(Failure::system)?;
        say!("The board is at http://{bound}");
        axum::serve(listener, router(board))
            .with_graceful_shutdown(async {
                // If it can't be watched for, only a kill stops the server: nothing is lost by that.
                if tokio::signal::ctrl_c().await.is_err() {
                    std::future::pending::<()>().await;
                }
            })
            .await
            .map_err(Failure::system)
    })
}
