use std::net::SocketAddr;
use std::path::Path;

use isoloir_service::config::{Config, Overrides};
use isoloir_service::{logs, server};

use crate::clock;
use crate::failure::Failure;
use crate::host::BoardFolder;
use crate::host::local::runtime;
use crate::say::say;

/// Serves a board until Ctrl-C: its files, and a door for messages and ballots.
pub(crate) fn serve(folder: &Path, address: SocketAddr) -> Result<(), Failure> {
    logs::start();
    let flags = Overrides { listen: Some(address), ..Overrides::default() };
    let config = Config::load(folder, None, [], flags).map_err(Failure::system)?;
    let folder = BoardFolder::new(folder);
    runtime()?.block_on(async {
        let board = folder.open(clock::ticking()?).await?;
        let mut said = Ok(());
        let ready = |bound| said = announce(bound);
        let stop = async {
            // If it can't be watched for, only a kill stops the server: nothing is lost by that.
            if tokio::signal::ctrl_c().await.is_err() {
                std::future::pending::<()>().await;
            }
        };
        server::serve(board, &config, ready, stop).await.map_err(Failure::system)?;
        said
    })
}

fn announce(bound: SocketAddr) -> Result<(), Failure> {
    say!("The board is at http://{bound}");
    Ok(())
}
