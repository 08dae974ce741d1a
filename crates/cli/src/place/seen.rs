use isoloir_board::MerkleHash;
use isoloir_board::merkle::TreeHead;
use serde::{Deserialize, Serialize};

/// Size and root of a board, as a role keeps them in its file.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SeenHead {
    size: u64,
    #[serde(with = "hex::serde")]
    root: [u8; 32],
}

impl From<TreeHead> for SeenHead {
    fn from(head: TreeHead) -> Self {
        Self { size: head.size, root: *head.root.as_bytes() }
    }
}

impl From<SeenHead> for TreeHead {
    fn from(head: SeenHead) -> Self {
        Self { size: head.size, root: MerkleHash::new(head.root) }
    }
}
