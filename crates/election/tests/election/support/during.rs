use isoloir_crypto::ballot::{BallotTracker, SealedBallot};
use isoloir_crypto::credential::{ReissuePosition, VoterCredential};
use isoloir_crypto::group::{NonIdentityPoint, SecretScalar};
use isoloir_election::message::{CastBallot, Kind, PaperBatch, Reissue, Revocation, Withdrawal};
use isoloir_encoding::Encode;

use super::Town;

impl Town {
    /// A ballot with these choices, sealed and not cast.
    pub(crate) fn seal(
        &mut self,
        district: u16,
        credential: &VoterCredential,
        projects: &[u16],
    ) -> SealedBallot {
        let mut rng = self.rng.clone();
        let choices = self.districts[usize::from(district)].choose(projects).unwrap();
        let parameters = self.voting().parameters(district).unwrap();
        let (sealed, _) = parameters.seal(credential, &choices, &mut rng);
        self.rng = rng;
        sealed
    }

    /// The payload that casts a sealed ballot.
    pub(crate) fn cast(
        &mut self,
        district: u16,
        credential: &VoterCredential,
        previous: BallotTracker,
        sealed: SealedBallot,
    ) -> Vec<u8> {
        let mut rng = self.rng.clone();
        let parameters = self.voting().parameters(district).unwrap();
        let ballot = CastBallot::cast(parameters, credential, previous, sealed, &mut rng);
        self.rng = rng;
        ballot.to_bytes()
    }

    /// prev of a credential that can vote.
    pub(crate) fn current(&self, district: u16, credential: &VoterCredential) -> BallotTracker {
        self.voting().current_tracker(district, credential.public()).unwrap()
    }

    /// The payload of an honest vote, not posted.
    pub(crate) fn ballot(&mut self, district: u16, resident: usize, projects: &[u16]) -> Vec<u8> {
        let credential = self.credential(district, resident);
        let sealed = self.seal(district, &credential, projects);
        let previous = self.current(district, &credential);
        self.cast(district, &credential, previous, sealed)
    }

    /// A resident votes, and gets the payload that was recorded.
    pub(crate) fn vote(&mut self, district: u16, resident: usize, projects: &[u16]) -> Vec<u8> {
        let payload = self.ballot(district, resident, projects);
        self.post(Kind::Ballot, payload.clone());
        payload
    }

    /// A resident gives each project so many points.
    pub(crate) fn give(&mut self, district: u16, resident: usize, points: &[u8]) {
        let credential = self.credential(district, resident);
        let choices = self.districts[usize::from(district)].give(points).unwrap();
        let mut rng = self.rng.clone();
        let parameters = self.voting().parameters(district).unwrap();
        let (sealed, _) = parameters.seal(&credential, &choices, &mut rng);
        self.rng = rng;
        let previous = self.current(district, &credential);
        let payload = self.cast(district, &credential, previous, sealed);
        self.post(Kind::Ballot, payload);
    }

    /// Everybody in the district votes for project 0.
    pub(crate) fn all_vote(&mut self, district: u16) {
        for resident in 0..self.secrets[usize::from(district)].len() {
            self.vote(district, resident, &[0]);
        }
    }

    pub(crate) fn withdrawal(&self, district: u16, project: u16) -> Vec<u8> {
        self.by_official(Kind::Withdrawal, &Withdrawal { district, project }.to_bytes())
    }

    pub(crate) fn revocation(&self, district: u16, credential: &NonIdentityPoint) -> Vec<u8> {
        let message = Revocation { district, credential: *credential }.to_bytes();
        self.by_registrar(Kind::Revocation, 0, &message)
    }

    pub(crate) fn revoke(&mut self, district: u16, resident: usize) {
        let credential = self.credential(district, resident);
        let payload = self.revocation(district, credential.public());
        self.post(Kind::Revocation, payload);
    }

    /// A reissue whose new credential has these shares.
    pub(crate) fn reissue(
        &mut self,
        district: u16,
        revoked: &NonIdentityPoint,
        shares: &[SecretScalar],
    ) -> Reissue {
        let fingerprint = self.fingerprint();
        let prove = |(registrar, secret)| {
            let position = ReissuePosition { fingerprint, district, registrar, revoked: *revoked };
            let share = NonIdentityPoint::from_secret(secret).unwrap();
            (share, position.prove(&share, secret, &mut self.rng))
        };
        let shares = (0..).zip(shares).map(prove).collect();
        Reissue { district, revoked: *revoked, shares }
    }

    /// The payload of a reissue that every registrar signs.
    pub(crate) fn signed_reissue(&self, reissue: &Reissue) -> Vec<u8> {
        let registrars: Vec<u8> = (0..self.definition.registrars.len() as u8).collect();
        self.by_all(Kind::Reissue, 2, &registrars, &reissue.to_bytes())
    }

    /// Fresh shares of a credential, one for each registrar.
    pub(crate) fn fresh_shares(&mut self) -> Vec<SecretScalar> {
        let registrars = self.definition.registrars.len();
        (0..registrars).map(|_| SecretScalar::random(&mut self.rng)).collect()
    }

    /// A batch on paper of these residents.
    pub(crate) fn batch(&self, district: u16, residents: &[usize], counts: &[u32]) -> PaperBatch {
        let credential = |&resident: &usize| *self.credential(district, resident).public();
        let mut credentials: Vec<_> = residents.iter().map(credential).collect();
        credentials.sort_unstable();
        PaperBatch { district, credentials, counts: counts.to_vec() }
    }

    /// The payload of a batch that two officials sign.
    pub(crate) fn signed_batch(&self, batch: &PaperBatch) -> Vec<u8> {
        self.by_all(Kind::PaperBatch, 1, &[0, 1], &batch.to_bytes())
    }
}
