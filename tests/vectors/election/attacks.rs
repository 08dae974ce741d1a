//! Entries that the board of the tiny election must refuse, each where it would come.

mod closing;
mod setup;
mod voting;

use isoloir_board::ChainHash;
use isoloir_board::chain::Chain;
use isoloir_board::entry::Entry;
use isoloir_election::message::Kind;

use super::{HELD, Input};
use crate::file::{Invalid, Valid, invalid, valid};
use crate::samples::incremented;
use crate::town::Town;

/// How many entries come before the n-th of a kind.
pub(super) fn before(kind: Kind, nth: usize) -> usize {
    let entries = HELD.0.entries.iter().enumerate();
    let mut of_kind = entries.filter(|(_, entry)| entry.kind() == kind as u8);
    of_kind.nth(nth).unwrap().0
}

/// How many entries there are up to the last of a kind.
pub(super) fn after(kind: Kind) -> usize {
    HELD.0.entries.iter().rposition(|entry| entry.kind() == kind as u8).unwrap() + 1
}

/// The town at a point of its election.
struct At {
    town: Town,
    after: usize,
}

fn at(after: usize) -> At {
    At { town: Town::after(&HELD.0.entries[..after]), after }
}

impl At {
    fn refuses(&self, name: &str, category: &str, kind: Kind, payload: Vec<u8>) -> Invalid<Input> {
        let entry = self.town.next(kind, payload);
        invalid(name, category, Input::new(self.after, &[entry]))
    }

    /// The entry comes after others than those of the tiny election.
    fn refuses_after(
        &self,
        name: &str,
        category: &str,
        contents: &[(Kind, Vec<u8>)],
    ) -> Invalid<Input> {
        let (size, head) = (self.town.record.chain().size(), self.town.record.chain().head());
        let mut chain = Chain::resume(size, head).unwrap();
        let mut append =
            |(kind, payload): &(Kind, Vec<u8>)| chain.append(*kind as u8, payload.clone()).unwrap();
        let entries: Vec<Entry> = contents.iter().map(&mut append).collect();
        invalid(name, category, Input::new(self.after, &entries))
    }

    fn signs(
        &self,
        name: &str,
        category: &str,
        kind: Kind,
        party: (&str, u8),
        message: &[u8],
    ) -> Invalid<Input> {
        let payload = self.town.sign(kind, party.0, party.1, message);
        self.refuses(name, category, kind, payload)
    }
}

/// The payload of an entry of the tiny election.
fn payload(index: usize) -> Vec<u8> {
    HELD.0.entries[index].payload().to_vec()
}

/// The message of an entry that one party signed.
fn message(index: usize) -> Vec<u8> {
    let payload = payload(index);
    payload[1..payload.len() - 64].to_vec()
}

pub(super) fn all() -> Vec<Invalid<Input>> {
    [
        links(),
        setup::definition(),
        setup::ceremony(),
        setup::rolls(),
        setup::opening(),
        voting::ballots(),
        voting::standing(),
        closing::close(),
        closing::counting(),
        vec![closing::decryption_below_the_floor()],
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Boards that went another way, and are right.
pub(super) fn other_boards() -> Vec<Valid<Input>> {
    let decrypting = at(before(Kind::Decryption, 0));
    let mut wrong = message(before(Kind::Decryption, 0));
    let response = wrong.len() - 32;
    wrong = incremented(&wrong, response);
    let set_aside = decrypting.town.sign(Kind::Decryption, "trustee", 0, &wrong);
    let entry = decrypting.town.next(Kind::Decryption, set_aside);
    vec![
        valid("wrong_decryption_is_set_aside", Input::new(decrypting.after, &[entry])),
        closing::result_below_the_floor(),
    ]
}

fn links() -> Vec<Invalid<Input>> {
    let all = &HELD.0.entries;
    let n = before(Kind::Ballot, 3);
    let dropped = [&all[n - 1..n], &all[n + 1..n + 2]].concat();
    let swapped = [all[n + 1].clone(), all[n].clone()];
    let entry = |index, previous, kind: u8, payload: &[u8]| {
        Entry::new(index, previous, kind, payload.to_vec()).unwrap()
    };
    let (index, head) = (n as u64, all[n].previous());
    let content = all[n].payload();
    let ballot = Kind::Ballot as u8;
    vec![
        invalid("entry_dropped", "chain:index", Input::new(n - 1, &dropped)),
        invalid("entries_swapped", "chain:index", Input::new(n, &swapped)),
        invalid("previous_hash_zero", "chain:previous", {
            Input::new(n, &[entry(index, ChainHash::ZERO, ballot, content)])
        }),
        invalid(
            "index_repeated",
            "chain:index",
            Input::new(n, &[entry(index - 1, head, ballot, content)]),
        ),
        invalid("kind_zero", "kind", Input::new(n, &[entry(index, head, 0, content)])),
        invalid("kind_19", "kind", Input::new(n, &[entry(index, head, 19, content)])),
        invalid("entry_of_another_board", "chain:previous", {
            Input::new(n, &[entry(index, ChainHash::new([7; 32]), ballot, content)])
        }),
    ]
}
