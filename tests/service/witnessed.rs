use std::fs;
use std::process::Command;

use hyper::StatusCode;

use crate::client::Client;
use crate::crowd::Crowd;
use crate::process::{Running, isoloir_verify};
use crate::stage::{Stage, listening};
use crate::witness::{Conduct, Witness};

const PEOPLE: usize = 8;
const BALLOTS: usize = 400;

/// A server of a board that has these witnesses.
fn serve(stage: &Stage, witnesses: &[Witness]) -> Command {
    let mut command = stage.serve();
    let setting = |it: &Witness| format!("{} {}", it.config().key, it.config().url);
    let settings: Vec<_> = witnesses.iter().map(setting).collect();
    command.env("ISOLOIR_SERVE_WITNESS", settings.join(" "));
    command
}

#[test]
fn every_receipt_has_two_witnesses_while_a_third_hangs_and_a_server_is_killed() {
    let (stage, witnesses) = Stage::witnessed(BALLOTS);
    witnesses[2].conducts(Conduct::Hangs);
    let crowd = Crowd::gather(PEOPLE, stage.ballots(), stage.told());
    let mut first = Running::start(serve(&stage, &witnesses));
    let mut second = Running::start(serve(&stage, &witnesses));
    let servers = [listening(&mut first), listening(&mut second)];
    crowd.go_to(&servers);
    first.until("half of the ballots are cast", |_| crowd.receipts() > BALLOTS / 2);
    first.kill();
    witnesses[0].forgets();
    let told = crowd.disperse();
    // The same bytes get the same receipt.
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let mut client = Client::new(servers[1]);
    let (status, receipt) =
        runtime.block_on(client.post("/ballots", stage.ballots()[0].clone())).unwrap();
    assert_eq!(status, StatusCode::OK);
    second.kill();
    stage.is_whole(&told);
    is_accepted(&stage, &receipt);
}

/// Checks that the verifier accepts a receipt, by the keys of the witnesses and by the board.
fn is_accepted(stage: &Stage, receipt: &[u8]) {
    let folder = tempfile::tempdir().unwrap();
    let (file, rules) = (folder.path().join("a.tlog-proof"), folder.path().join("policy"));
    fs::write(&file, receipt).unwrap();
    let policy = stage.policy();
    let witnesses = policy.witnesses().iter().map(|key| format!("witness {key}\n"));
    let witnesses: String = witnesses.collect();
    fs::write(&rules, format!("log {}\n{witnesses}quorum 2\n", policy.log())).unwrap();
    let mut command = isoloir_verify();
    command.arg("receipt").arg(&file).arg("--policy").arg(&rules);
    let verified = Running::start(command).wait();
    assert_eq!(verified.code, Some(0), "{}{}", verified.stdout, verified.stderr);
    assert!(verified.stdout.contains("witness.example/w101"), "{}", verified.stdout);
    let mut command = isoloir_verify();
    command.arg("receipt").arg(&file).arg("--against").arg(stage.copy());
    let verified = Running::start(command).wait();
    assert_eq!(verified.code, Some(0), "{}{}", verified.stdout, verified.stderr);
}
