use crate::crowd::Crowd;
use crate::network::Network;
use crate::postgres::Postgres;
use crate::process::Running;
use crate::stage::{Stage, UNAVAILABLE, ask, listening};

const REPLICAS: u8 = 3;
const PEOPLE: usize = 12;
const BALLOTS: usize = 3_000;

/// How many receipts are given out between two misfortunes.
const SPELL: usize = 400;

fn replica(network: &Network, stage: &Stage, number: u8) -> Running {
    let mut command = network.enter(number, &stage.serve_replica(number));
    command.env("ISOLOIR_SERVE_LISTEN", Network::address(number));
    let mut server = Running::start(command);
    listening(&mut server);
    server
}

#[test]
fn of_three_replicas_one_is_killed_one_is_cut_off_and_the_database_is_restarted() {
    let Some(network) = Network::build(REPLICAS) else { return };
    let Some(mut postgres) = Postgres::start_in(network.of_database()) else { return };
    let stage = Stage::new(BALLOTS, Some(&postgres.database()));
    let mut servers: Vec<_> =
        (1..=REPLICAS).map(|number| replica(&network, &stage, number)).collect();
    let addresses: Vec<_> =
        (1..=REPLICAS).map(|number| Network::address(number).parse().unwrap()).collect();
    let crowd = Crowd::gather(PEOPLE, stage.ballots(), stage.told());
    crowd.go_to(&addresses);

    crowd.wait_for(SPELL);
    servers.remove(0).kill();
    crowd.wait_for(2 * SPELL);
    network.cut(2);
    crowd.wait_for(3 * SPELL);
    // It does not know whether what it sends arrives, so it promises nothing.
    assert_eq!(ask(&stage, addresses[1]), UNAVAILABLE);
    postgres.restart();
    crowd.wait_for(4 * SPELL);
    network.mend(2);
    servers.push(replica(&network, &stage, 1));
    crowd.wait_for(5 * SPELL);
    // The one that was cut off takes ballots again, alone.
    crowd.go_to(&addresses[1..2]);
    crowd.wait_for(6 * SPELL);
    crowd.go_to(&addresses);
    let told = crowd.disperse();
    for server in servers {
        server.signal("INT");
        assert_eq!(server.wait().code, Some(0));
    }
    stage.is_whole(&told);
}
