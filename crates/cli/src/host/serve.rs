use std::net::SocketAddr;
use std::path::Path;

use isoloir_service::config::Overrides;
use isoloir_service::{logs, server};

use crate::clock;
use crate::failure::Failure;
use crate::host::BoardFolder;
use crate::host::local::runtime;
use crate::say::say;

/// Serves a board until Ctrl-C: its files, and a door for messages and ballots.
pub(crate) fn serve(folder: &Path, file: Option<&Path>, flags: Overrides) -> Result<(), Failure> {
    logs::start();
    let folder = BoardFolder::new(folder);
    let config = folder.config(file, flags)?;
    let scheme = if config.tls.is_some() { "https" } else { "http" };
    runtime()?.block_on(async {
        let board = folder.open(&config, clock::ticking()?).await?;
        let mut said = Ok(());
        let ready = |bound| said = announce(scheme, bound);
        let stop = async {
            // If it can't be watched for, only a kill stops the server: nothing is lost by that.
            if tokio::signal::ctrl_c().await.is_err() {
                std::future::pending::<()>().await;
            }
        };
        server::serve(board, folder.secret()?, &config, ready, stop)
            .await
            .map_err(Failure::system)?;
        said
    })
}

fn announce(scheme: &str, bound: SocketAddr) -> Result<(), Failure> {
    say!("The board is at {scheme}://{bound}");
    Ok(())
}
