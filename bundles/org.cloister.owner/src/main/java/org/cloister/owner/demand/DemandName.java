// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.demand;

/** The names of items that policies of other verifiers become; what they mean is for the verification. */
final class DemandName {
    static final String ALLOW_DEBUG = "allow-debug";
    static final String ALLOW_MIGRATE_MA = "allow-migrate-ma";
    static final String ALLOWED_CHIP = "allowed-chip";
    static final String AUTHOR_KEY_DIGEST = "author-key-digest";
    static final String CURRENT_MITIGATIONS = "current-mitigations";
    static final String FAMILY_ID = "family-id";
    static final String GUEST_SVN = "guest-svn";
    static final String HOST_DATA = "host-data";
    static final String ID_BLOCK = "id-block";
    static final String ID_KEY_DIGEST = "id-key-digest";
    static final String IMAGE_ID = "image-id";
    static final String LAUNCH_MITIGATIONS = "launch-mitigations";
    static final String MEASUREMENT = "measurement";
    static final String MINIMUM_BUILD = "minimum-build";
    static final String MINIMUM_FIRMWARE = "minimum-firmware";
    static final String MINIMUM_LAUNCH_TCB = "minimum-launch-tcb";
    static final String MINIMUM_TCB = "minimum-tcb";
    static final String NO_PROVISIONAL = "no-provisional";
    static final String NO_UNKNOWN_BITS = "no-unknown-bits";
    static final String PLATFORM_INFO = "platform-info";
    static final String POLICY = "policy";
    static final String PRODUCT = "product";
    static final String REPORT_DATA = "report-data";
    static final String REPORT_ID = "report-id";
    static final String REPORT_ID_MA = "report-id-ma";
    static final String REQUIRE_CRL = "require-crl";
    static final String VMPL = "vmpl";

    /** What a switch is set to. */
    static final String YES = "yes";

    /** What an ID block is. */
    static final String REQUIRED = "required";

    private DemandName() {}
}
