//! SHA3-256 (FIPS 202), plain and slow: a second opinion on the hashes of the specification.

const RATE_BYTES: usize = 136;
const ROUNDS: usize = 24;

/// SHA3-256 of the concatenation of `parts`.
pub(crate) fn sha3_256(parts: &[&[u8]]) -> [u8; 32] {
    let mut message = parts.concat();
    let padding = RATE_BYTES - message.len() % RATE_BYTES;
    message.extend(vec![0; padding]);
    let last = message.len() - 1;
    message[last + 1 - padding] ^= 0x06;
    message[last] ^= 0x80;
    let mut state = [0; 25];
    for block in message.chunks_exact(RATE_BYTES) {
        for (lane, word) in state.iter_mut().zip(block.as_chunks().0) {
            *lane ^= u64::from_le_bytes(*word);
        }
        permute(&mut state);
    }
    let bytes: Vec<u8> = state.iter().flat_map(|lane| lane.to_le_bytes()).collect();
    bytes[..32].try_into().unwrap()
}

/// Keccak-f[1600]; lane (x, y) is state[x + 5 y].
fn permute(state: &mut [u64; 25]) {
    let mut register = 1;
    for _ in 0..ROUNDS {
        theta(state);
        let moved = rho_and_pi(state);
        for (index, lane) in state.iter_mut().enumerate() {
            let (x, row) = (index % 5, index - index % 5);
            *lane = moved[index] ^ (!moved[row + (x + 1) % 5] & moved[row + (x + 2) % 5]);
        }
        state[0] ^= round_constant(&mut register);
    }
}

fn theta(state: &mut [u64; 25]) {
    let mut parity = [0; 5];
    for (index, lane) in state.iter().enumerate() {
        parity[index % 5] ^= lane;
    }
    for (index, lane) in state.iter_mut().enumerate() {
        let x = index % 5;
        *lane ^= parity[(x + 4) % 5] ^ parity[(x + 1) % 5].rotate_left(1);
    }
}

fn rho_and_pi(state: &[u64; 25]) -> [u64; 25] {
    let mut moved = *state;
    let (mut x, mut y) = (1, 0);
    for step in 1..=24_u32 {
        let lane = state[x + 5 * y].rotate_left(step * (step + 1) / 2);
        (x, y) = (y, (2 * x + 3 * y) % 5);
        moved[x + 5 * y] = lane;
    }
    moved
}

/// Seven bits of a shift register (FIPS 202, section 3.2.5).
fn round_constant(register: &mut u8) -> u64 {
    (0..7).fold(0, |constant, bit| {
        let output = u64::from(*register & 1) << ((1 << bit) - 1);
        *register = *register << 1 ^ if *register & 0x80 == 0 { 0 } else { 0x71 };
        constant | output
    })
}

#[test]
fn sha3_256_gives_the_digests_of_the_standard() {
    let empty = "a7ffc6f8bf1ed76651c14756a061d662f580ff4de43b49fa82d80a4b80f8434a";
    let abc = "3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532";
    assert_eq!(hex::encode(sha3_256(&[])), empty);
    assert_eq!(hex::encode(sha3_256(&[b"a", b"bc"])), abc);
}
