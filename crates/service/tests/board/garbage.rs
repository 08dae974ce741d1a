use std::sync::{Arc, LazyLock};

use isoloir_service::board::Board;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use tokio::runtime::Runtime;

use crate::stage::{Stage, ballots};

/// A board at which all the garbage is thrown, and on which nothing must be.
struct Target {
    runtime: Runtime,
    stage: Stage,
    board: Arc<Board>,
}

static TARGET: LazyLock<Target> = LazyLock::new(|| {
    let runtime = Runtime::new().unwrap();
    let (stage, board) = runtime.block_on(async {
        let stage = Stage::new().await;
        let board = stage.board().await;
        (stage, board)
    });
    Target { runtime, stage, board }
});

/// Why a ballot can be refused that is not quite one, or not of this election.
const REASONS: [&str; 5] = ["unreadable", "district", "roll", "signature", "proof"];

/// Something that is done to the bytes of a ballot.
#[derive(Clone, Debug)]
enum Change {
    Flip(Index, u8),
    Set(Index, Vec<u8>),
    Cut(Index),
    Add(Vec<u8>),
    /// From here on it is the ballot of somebody else.
    Splice(Index, usize),
}

impl Change {
    fn any() -> impl Strategy<Value = Self> {
        prop_oneof![
            4 => (any::<Index>(), 0..8_u8).prop_map(|(at, bit)| Self::Flip(at, bit)),
            2 => (any::<Index>(), vec(any::<u8>(), 1..64)).prop_map(|(at, to)| Self::Set(at, to)),
            1 => any::<Index>().prop_map(Self::Cut),
            1 => vec(any::<u8>(), 1..64).prop_map(Self::Add),
            2 => (any::<Index>(), 1..ballots().len()).prop_map(|(at, of)| Self::Splice(at, of)),
        ]
    }

    fn apply(&self, ballot: &mut Vec<u8>) {
        let length = ballot.len();
        match self {
            _ if length == 0 => {}
            Self::Flip(at, bit) => ballot[at.index(length)] ^= 1 << bit,
            Self::Set(at, to) => {
                let rest = &mut ballot[at.index(length)..];
                let count = to.len().min(rest.len());
                rest[..count].copy_from_slice(&to[..count]);
            }
            Self::Cut(at) => ballot.truncate(at.index(length)),
            Self::Add(bytes) => ballot.extend(bytes),
            Self::Splice(at, of) => {
                let at = at.index(length);
                ballot.truncate(at);
                ballot.extend(ballots()[*of].get(at..).unwrap_or_default());
            }
        }
    }
}

fn is_refused(payload: &[u8]) {
    let Target { runtime, board, .. } = &*TARGET;
    let rejected = runtime.block_on(board.cast(payload)).unwrap_err();
    assert!(REASONS.contains(&rejected.code()), "{rejected:?}");
}

proptest! {
    #[test]
    fn a_ballot_that_was_changed_is_refused(changes in vec(Change::any(), 1..4)) {
        let mut ballot = ballots()[0].clone();
        changes.iter().for_each(|change| change.apply(&mut ballot));
        // A splice at the first byte is the ballot of another voter.
        prop_assume!(!ballots().contains(&ballot));
        is_refused(&ballot);
    }

    #[test]
    fn bytes_that_were_never_a_ballot_are_refused(bytes in vec(any::<u8>(), 0..4_096)) {
        is_refused(&bytes);
    }
}

#[test]
fn after_all_the_garbage_a_ballot_is_recorded_as_if_nothing_had_been() {
    let garbage = (0..ballots()[0].len()).step_by(23).map(|at| {
        let mut ballot = ballots()[0].clone();
        ballot[at] ^= 0x40;
        ballot
    });
    garbage.for_each(|ballot| is_refused(&ballot));
    let Target { runtime, stage, .. } = &*TARGET;
    runtime.block_on(stage.has([]));
    runtime.block_on(async {
        let (stage, ballot) = (Stage::new().await, &ballots()[0]);
        stage.told(&stage.board().await.cast(ballot).await.unwrap(), ballot);
        stage.has([ballot]).await;
    });
}
