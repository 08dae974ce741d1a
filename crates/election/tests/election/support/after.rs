use isoloir_board::merkle::TreeHead;
use isoloir_election::message::{CloseStatement, DistrictResult, Kind};
use isoloir_election::phase::{ClosedTallies, Phase, Refusal, Tallies};
use isoloir_encoding::{Encode, Writer};

use super::{Town, phase_name};

impl Town {
    pub(crate) fn close(&mut self) {
        let payload = self.by_official(Kind::Close, &[]);
        self.post(Kind::Close, payload);
    }

    pub(crate) fn statement(&self, trustee: u8, head: TreeHead) -> Vec<u8> {
        self.by_trustee(Kind::CloseStatement, trustee, &CloseStatement { head }.to_bytes())
    }

    pub(crate) fn state_close(&mut self, trustee: u8) {
        let payload = self.statement(trustee, self.closed().head());
        self.post(Kind::CloseStatement, payload);
    }

    /// The sums over these entries.
    pub(crate) fn sums(&self) -> Result<ClosedTallies, Refusal> {
        let Phase::Closed(closed) = self.record.phase() else { panic!("not closed") };
        let mut tallies = Tallies::new(closed);
        for entry in &self.entries {
            tallies.add(closed, entry)?;
        }
        tallies.finish()
    }

    pub(crate) fn tally(&mut self) {
        let sums = self.sums().unwrap();
        self.record.tally(sums).unwrap();
    }

    /// The message with which a trustee decrypts a district.
    pub(crate) fn decryption(&mut self, trustee: u8, district: u16) -> Vec<u8> {
        let decrypting = self.decrypting();
        let (context, sums) = (decrypting.context(district), decrypting.tally(district).unwrap());
        let mut rng = self.rng.clone();
        let share = &self.shares[usize::from(trustee)];
        let contribution = share.decrypt(&context, decrypting.keys(), sums, &mut rng);
        self.rng = rng;
        let mut message = Writer::new();
        message.u16(district);
        contribution.encode(&mut message);
        message.into_bytes()
    }

    pub(crate) fn decrypt(&mut self, trustee: u8, district: u16) {
        let message = self.decryption(trustee, district);
        self.post_as_trustee(Kind::Decryption, trustee, &message);
    }

    pub(crate) fn result(&self, district: u16) -> DistrictResult {
        self.decrypting().outcome(district).unwrap().result
    }

    pub(crate) fn signed_result(&self, result: &DistrictResult) -> Vec<u8> {
        self.by_official(Kind::Result, &result.to_bytes())
    }

    pub(crate) fn publish(&mut self, district: u16) {
        let payload = self.signed_result(&self.result(district));
        self.post(Kind::Result, payload);
    }

    /// Closes the vote, and sums the ballots once as many trustees as it takes have stated the close.
    pub(crate) fn reach_decryption(&mut self) {
        self.close();
        for trustee in 0..self.definition.close_quorum() as u8 {
            self.state_close(trustee);
        }
        self.tally();
    }

    /// Goes from the vote to the last result, and checks that each district comes to these counts;
    /// nothing for one below its floor.
    pub(crate) fn finish(&mut self, expected: &[Option<&[u64]>]) {
        self.reach_decryption();
        for (district, expected) in (0..).zip(expected) {
            if expected.is_some() {
                for trustee in 0..self.definition.threshold {
                    self.decrypt(trustee, district);
                }
            }
            assert_eq!(self.result(district).counts.as_deref(), *expected);
            self.publish(district);
        }
        assert_eq!(phase_name(&self.record), "decided");
    }
}
