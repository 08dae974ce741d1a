//! Registrars prove that they know the secrets of their credentials.

use serde_json::json;

use super::vectors::{array, bytes, decode, hexed, list, number, run, text_of};
use crate::crypto::credential::{reissue_context, roll_context};
use crate::crypto::group::ReadGroup;
use crate::crypto::knowledge::KnowledgeProof;
use crate::crypto::transcript::Domain;
use crate::wire::Reader;

#[test]
fn a_list_of_credentials_counts_with_its_proof_only() {
    run("possession", [3, 21], |input| {
        let (election, district) = (array(&input["election"]), number(&input["district"]));
        let registrar = number(&input["registrar"]);
        let (domain, context) = if text_of(&input["of"]) == "roll" {
            let context = roll_context(&election, district, registrar, number(&input["first"]));
            (Domain::RollPossession, context.to_vec())
        } else {
            let revoked = array(&input["revoked"]);
            let context = reissue_context(&election, district, registrar, &revoked);
            (Domain::ReissuePossession, context.to_vec())
        };
        let credential = |hex| Reader::new(&bytes(hex)).key("U_k");
        let credentials = list(&input["credentials"]).iter().map(credential);
        let credentials: Vec<_> = credentials.collect::<Result<_, _>>().map_err(decode)?;
        let proof = bytes(&input["proof"]);
        let mut reader = Reader::new(&proof);
        let proof = KnowledgeProof::read(&mut reader).map_err(decode)?;
        reader.finish("proof").map_err(decode)?;
        proof.verify(domain, &context, &credentials).map_err(|_| "proof")?;
        let c = proof.challenge(domain, &context, &credentials);
        Ok(json!({ "context": hexed(context), "c": hexed(c.to_bytes()) }))
    });
}
