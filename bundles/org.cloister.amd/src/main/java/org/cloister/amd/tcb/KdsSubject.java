// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.tcb;

/** What AMD's key distribution service has for a processor generation (AMD 57230). */
public enum KdsSubject {
    /** The certificate of a chip's own key for one TCB version: a VCEK in DER. */
    CHIP_CERTIFICATE("vcek", ""),
    /** The issuer of chip keys and the root: ASK, then ARK, in PEM. */
    CHIP_CHAIN("vcek", "cert_chain"),
    /** The issuer of loaded keys and the root: ASVK, then ARK, in PEM. */
    LOADED_CHAIN("vlek", "cert_chain"),
    /** What was revoked of the chain of chip keys: a list of the root's in DER. */
    CHIP_REVOCATIONS("vcek", "crl"),
    /** What was revoked of the chain of loaded keys: a list of the root's in DER. */
    LOADED_REVOCATIONS("vlek", "crl");

    private final String kind;
    private final String name;

    KdsSubject(String kind, String name) {
        this.kind = kind;
        this.name = name;
    }

    /** Which keys it is about, as paths say it: {@code vcek} or {@code vlek}. */
    public String kind() {
        return kind;
    }

    /** The last part of its path; empty for certificates of chips, which are named by chip and TCB version. */
    public String fixedName() {
        return name;
    }
}
