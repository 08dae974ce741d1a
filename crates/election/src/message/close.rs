use isoloir_board::MerkleHash;
use isoloir_board::merkle::TreeHead;
use isoloir_encoding::{Decode, DecodeError, Encode, Reader, Writer};

/// A trustee's word that it has verified the board up to its close and will decrypt no other; 40
/// bytes. A trustee signs one in its life.
///
/// No decryption is accepted before Q of them are on the board: two quorums share an honest
/// trustee, so a server can't have two closes decrypted that differ in one ballot, and subtract.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CloseStatement {
    /// Size and root of the log with the close as its last entry.
    pub head: TreeHead,
}

impl Encode for CloseStatement {
    fn encode(&self, out: &mut Writer) {
        out.u64(self.head.size);
        out.raw(self.head.root.as_bytes());
    }
}

impl Decode for CloseStatement {
    fn decode(input: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let size = input.u64("size at the close")?;
        let root = MerkleHash::new(input.array("root at the close")?);
        Ok(Self { head: TreeHead { size, root } })
    }
}
