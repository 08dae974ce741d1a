use isoloir_board::ChainHash;
use isoloir_crypto::credential::RollPosition;
use isoloir_crypto::dkg::{CeremonyParameters, Commitment, Dealer, OpenRound, Recipient};
use isoloir_crypto::group::{NonIdentityPoint, SecretScalar};
use isoloir_election::message::{Confirmation, Kind, Open, RollChunk};
use isoloir_election::phase::{Ceremony, Phase};
use isoloir_encoding::Encode;

use super::Town;

impl Town {
    /// Posts both parts of the definition.
    pub(crate) fn define(&mut self) {
        let payload = self.by_official(Kind::Definition, &self.definition.to_bytes());
        self.post(Kind::Definition, payload);
        for part in self.districts.iter().map(Encode::to_bytes).collect::<Vec<_>>() {
            self.post(Kind::District, part);
        }
    }

    pub(crate) fn parameters(&self) -> CeremonyParameters {
        let slots = self.districts.iter().map(|district| district.style().slots()).max().unwrap();
        let trustees = self.definition.trustees.len() as u8;
        let id = self.definition.election_id().0;
        CeremonyParameters::new(id, trustees, self.definition.threshold, slots).unwrap()
    }

    pub(crate) fn hold_ceremony(&mut self) {
        let dealers = self.start_dealers();
        self.commit(&dealers);
        let recipients = self.open_and_deal(dealers);
        self.confirm(recipients);
    }

    pub(crate) fn start_dealers(&mut self) -> Vec<(Dealer, Commitment)> {
        let parameters = self.parameters();
        let start = |index| Dealer::start(&parameters, index, &mut self.rng).unwrap();
        parameters.indices().map(start).collect()
    }

    /// Round 0.
    pub(crate) fn commit(&mut self, dealers: &[(Dealer, Commitment)]) {
        for (signer, (_, commitment)) in (0..).zip(dealers) {
            self.post_as_trustee(Kind::DealingCommitment, signer, &commitment.to_bytes());
        }
    }

    /// Rounds 1 and 2.
    pub(crate) fn open_and_deal(&mut self, dealers: Vec<(Dealer, Commitment)>) -> Vec<Recipient> {
        let round = self.open_round();
        let mut opened = Vec::new();
        for (signer, (dealer, _)) in (0..).zip(dealers) {
            let (dealer, parts) = dealer.open(&round).unwrap();
            opened.push(dealer);
            for part in parts {
                self.post_as_trustee(Kind::DealingOpening, signer, &part.to_bytes());
            }
        }
        // A trustee alone is past round 2 when it has opened.
        let round = match self.ceremony() {
            Ceremony::Deal(round) | Ceremony::Confirm { round, .. } => round.clone(),
            _ => panic!("round 1 is not over"),
        };
        let mut recipients = Vec::new();
        for (signer, dealer) in (0..).zip(opened) {
            let (recipient, deals) = dealer.deal(&round).unwrap();
            recipients.push(recipient);
            for deal in deals {
                self.post_as_trustee(Kind::Deal, signer, &deal.to_bytes());
            }
        }
        recipients
    }

    /// Round 3.
    pub(crate) fn confirm(&mut self, recipients: Vec<Recipient>) {
        let (round, head) = match self.ceremony() {
            Ceremony::Confirm { round, head, .. } => (round.clone(), *head),
            _ => panic!("round 2 is not over"),
        };
        for (signer, recipient) in (0..).zip(recipients) {
            self.shares.push(recipient.confirm(&round, &mut self.rng).unwrap());
            self.post_as_trustee(Kind::Confirmation, signer, &Confirmation { head }.to_bytes());
        }
    }

    pub(crate) fn ceremony(&self) -> &Ceremony {
        match self.record.phase() {
            Phase::Setup(setup) => setup.ceremony().unwrap(),
            _ => panic!("not in setup"),
        }
    }

    pub(crate) fn open_round(&self) -> OpenRound {
        match self.ceremony() {
            Ceremony::Open(round) => round.clone(),
            _ => panic!("not in round 1"),
        }
    }

    pub(crate) fn post_as_trustee(&mut self, kind: Kind, signer: u8, message: &[u8]) {
        let payload = self.by_trustee(kind, signer, message);
        self.post(kind, payload);
    }

    /// Posts every registrar's roll of every district, one chunk each.
    pub(crate) fn enrol(&mut self) {
        for district in 0..self.districts.len() as u16 {
            for registrar in 0..self.definition.registrars.len() as u8 {
                let secrets = self.roll_secrets(district, registrar);
                let chunk = self.chunk(district, registrar, 0, &secrets);
                let payload = self.by_registrar(Kind::Roll, registrar, &chunk.to_bytes());
                self.post(Kind::Roll, payload);
            }
        }
    }

    pub(crate) fn roll_secrets(&self, district: u16, registrar: u8) -> Vec<SecretScalar> {
        let residents = self.secrets[usize::from(district)].iter();
        residents.map(|shares| shares[usize::from(registrar)].clone()).collect()
    }

    /// A chunk of a roll with its proof of possession.
    pub(crate) fn chunk(
        &mut self,
        district: u16,
        registrar: u8,
        first: u32,
        secrets: &[SecretScalar],
    ) -> RollChunk {
        let public = |secret| NonIdentityPoint::from_secret(secret).unwrap();
        let credentials: Vec<_> = secrets.iter().map(public).collect();
        let election_id = self.definition.election_id().0;
        let position = RollPosition { election_id, district, registrar, first };
        let possession = position.prove(&credentials, secrets, &mut self.rng);
        RollChunk { district, first, credentials, possession }
    }

    /// The opening of the vote on a board with this head.
    pub(crate) fn opening(&self, head: ChainHash) -> Vec<u8> {
        self.by_official(Kind::Open, &Open { head }.to_bytes())
    }

    pub(crate) fn open_vote(&mut self) {
        let payload = self.opening(self.record.chain().head());
        self.post(Kind::Open, payload);
    }
}
