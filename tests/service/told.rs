//! What clients were told, by any server of a board. All of it must fit together, and be on the board in the end.

use std::collections::BTreeMap;
use std::sync::Mutex;

use isoloir_board::entry::Entry;
use isoloir_board::merkle::{Frontier, TreeHead, leaf_hash};
use isoloir_board::note::Note;
use isoloir_board::policy::Policy;
use isoloir_board::receipt::Receipt;
use isoloir_encoding::Encode;

/// Checkpoints and receipts.
pub(crate) struct Told {
    policy: Policy,
    heads: Mutex<BTreeMap<u64, TreeHead>>,
    receipts: Mutex<BTreeMap<u64, Vec<u8>>>,
}

impl Told {
    pub(crate) fn new(policy: Policy) -> Self {
        Self { policy, heads: Mutex::default(), receipts: Mutex::default() }
    }

    /// A signed checkpoint.
    pub(crate) fn checkpoint(&self, note: &Note) {
        let head = *self.policy.open(note).unwrap().head();
        let mut heads = self.heads.lock().unwrap();
        let known = heads.entry(head.size).or_insert(head);
        assert_eq!(*known, head, "two trees of one size are signed");
    }

    /// The receipt of a ballot.
    pub(crate) fn receipt(&self, receipt: &[u8], payload: &[u8]) {
        let receipt = Receipt::parse(receipt).unwrap();
        self.checkpoint(receipt.checkpoint());
        let entry = receipt.extra().unwrap();
        assert!(entry.ends_with(payload), "it is the receipt of another ballot");
        receipt.verify(&leaf_hash(entry), &self.policy).unwrap();
        let known = self.receipts.lock().unwrap().insert(receipt.index(), entry.to_vec());
        assert!(known.is_none_or(|known| known == entry), "two entries have one index");
    }

    /// How many ballots have a receipt.
    pub(crate) fn receipts(&self) -> usize {
        self.receipts.lock().unwrap().len()
    }

    /// Checks that the board has all that it promised.
    pub(crate) fn is_kept_by(&self, board: &[Entry]) {
        for (index, entry) in &*self.receipts.lock().unwrap() {
            assert_eq!(board[*index as usize].to_bytes(), *entry, "a receipt does not hold");
        }
        let (mut log, mut heads) = (Frontier::new(), self.heads.lock().unwrap().clone());
        heads.remove(&0);
        for entry in board {
            log.append(entry.leaf_hash()).unwrap();
            if let Some(head) = heads.remove(&log.size()) {
                assert_eq!(head, log.head(), "a checkpoint is of another board");
            }
        }
        assert!(heads.is_empty(), "the board is shorter than what was signed: {heads:?}");
    }
}
