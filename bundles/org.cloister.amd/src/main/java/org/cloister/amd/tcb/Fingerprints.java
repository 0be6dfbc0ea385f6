// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.tcb;

/** SHA-384 digests of the public keys of AMD's roots (ARK), each over the key's SubjectPublicKeyInfo in DER. */
final class Fingerprints {
    static final String NAPLES =
            "dbd7c2cf752133b5121db4df51417b12ae49fe579848e31da21be18b281ae30fc2a59054619e434dddcad38e88de4ed8";
    static final String ROME =
            "f21bc580475df023cf4ac04425a39eeb342c3cf3d2f15b06f5e2e84daeb9230ab5212c632cc55f67af9860603d472e3c";
    static final String MILAN =
            "1249f67f15cf229a4069195e1a9ce537d1765ef706a1f4a123c36be9518786515d25ecc007f366b564d2b3f31c48082e";
    static final String GENOA =
            "32ab53a6ce5ec14926207396e5c475ae768a6a9831b7e860b5acf2e1c1dff222bc5a8bfc43eb5e06393189c1f246d880";
    static final String TURIN =
            "3475f08a9727f8ac9a1deaea5f2a2097aa59d64d05c2a678c229c873e6359d3a6926287a2a22cd5f88a385e333a2fcc5";

    /** AMD has published none that was to be found. */
    static final String UNKNOWN = "";

    private Fingerprints() {}
}
