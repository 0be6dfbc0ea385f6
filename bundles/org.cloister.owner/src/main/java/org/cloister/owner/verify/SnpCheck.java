// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import static org.cloister.owner.verify.Stage.APPRAISE;
import static org.cloister.owner.verify.Stage.AUTHENTICATE;
import static org.cloister.owner.verify.Stage.BIND;
import static org.cloister.owner.verify.Stage.PARSE;

/** The checks of reports and of the X.509 chains behind them, in the order in which results list them. */
enum SnpCheck implements CheckPoint {
    /** What was given is of a shape that is known and taken, as it has to be. */
    EVIDENCE_FORM("evidence.form", PARSE, false),
    /** The report has 1184 bytes. */
    REPORT_SIZE("report.size", PARSE, true),
    /** The version of the report is known. */
    REPORT_VERSION("report.version", PARSE, true),
    /** Bytes and bits that the version reserves have the value it gives them. */
    REPORT_RESERVED("report.reserved", PARSE, true),
    /** The signature's algorithm is known, its numbers are in range, and the bytes around them are zero. */
    REPORT_SIGNATURE_FORM("report.signature-form", PARSE, true),

    /** Every certificate and revocation list that was given can be read, strictly. */
    CERTIFICATES_FORM("certificates.form", AUTHENTICATE, true),
    /** The report says that a key signed it that can be verified. */
    SIGNING_KEY("report.signing-key", AUTHENTICATE, true),
    /** The certificate of the root is there. */
    ROOT_FOUND("root.found", AUTHENTICATE, true),
    /** The root's key is one that is trusted. */
    ROOT_TRUSTED("root.trusted", AUTHENTICATE, true),
    /** The root signed itself. */
    ROOT_SIGNATURE("root.signature", AUTHENTICATE, true),
    /** The root's certificate is one of an ARK. */
    ROOT_ROLE("root.role", AUTHENTICATE, true),
    /** The root's certificate is valid at the stated time. */
    ROOT_VALIDITY("root.validity", AUTHENTICATE, true),
    /** The certificate of the intermediate is there. */
    INTERMEDIATE_FOUND("intermediate.found", AUTHENTICATE, true),
    /** The root signed the intermediate's certificate. */
    INTERMEDIATE_SIGNATURE("intermediate.signature", AUTHENTICATE, true),
    /** The intermediate's certificate is one of an ASK or ASVK. */
    INTERMEDIATE_ROLE("intermediate.role", AUTHENTICATE, true),
    /** The intermediate's certificate is valid at the stated time. */
    INTERMEDIATE_VALIDITY("intermediate.validity", AUTHENTICATE, true),
    /** The certificate of the key that signed is there. */
    LEAF_FOUND("leaf.found", AUTHENTICATE, true),
    /** The intermediate signed the key's certificate. */
    LEAF_SIGNATURE("leaf.signature", AUTHENTICATE, true),
    /** The key's certificate is one of a VCEK or VLEK. */
    LEAF_ROLE("leaf.role", AUTHENTICATE, true),
    /** The key's certificate is valid at the stated time. */
    LEAF_VALIDITY("leaf.validity", AUTHENTICATE, true),
    /** The issuer of the revocation lists is in the chain and may issue them. */
    CRL_ISSUER("crl.issuer", AUTHENTICATE, false),
    /** The issuers of the revocation lists signed them. */
    CRL_SIGNATURE("crl.signature", AUTHENTICATE, false),
    /** The revocation lists are in force at the stated time. */
    CRL_WINDOW("crl.window", AUTHENTICATE, false),
    /** The intermediate's certificate is not revoked. */
    CRL_INTERMEDIATE("crl.intermediate", AUTHENTICATE, false),
    /** The key's certificate is not revoked. */
    CRL_LEAF("crl.leaf", AUTHENTICATE, false),
    /** The certified key signed the report. */
    REPORT_SIGNATURE("report.signature", AUTHENTICATE, true),

    /** Certificates and report are of one processor generation. */
    PRODUCT("product", BIND, true),
    /** The certificate is of the chip that made the report. */
    CHIP_ID("chip-id", BIND, false),
    /** The certificate's FMC is the report's. */
    TCB_FMC("tcb.fmc", BIND, false),
    /** The certificate's boot loader is the report's. */
    TCB_BOOTLOADER("tcb.bootloader", BIND, true),
    /** The certificate's TEE is the report's. */
    TCB_TEE("tcb.tee", BIND, true),
    /** The certificate's SNP firmware is the report's. */
    TCB_SNP("tcb.snp", BIND, true),
    /** The certificate's spare components are the report's. */
    TCB_SPARE("tcb.spare", BIND, true),
    /** The certificate's microcode is the report's. */
    TCB_MICROCODE("tcb.microcode", BIND, true),
    /** No component of the reported TCB is above the committed one, none of that above the current one. */
    TCB_ORDER("tcb.order", BIND, true),
    /** The runtime data that came with the report is what the report is bound to. */
    EVIDENCE_BINDING("evidence.binding", BIND, false),

    /** The launch digest is one of those allowed. */
    MEASUREMENT("measurement", APPRAISE, false),
    /** What the guest put in is what is expected. */
    REPORT_DATA("report-data", APPRAISE, false),
    /** What the host put in is what is expected. */
    HOST_DATA("host-data", APPRAISE, false),
    /** The family of the ID block. */
    FAMILY_ID("family-id", APPRAISE, false),
    /** The image of the ID block. */
    IMAGE_ID("image-id", APPRAISE, false),
    /** The guest's security version is high enough. */
    GUEST_SVN("guest-svn", APPRAISE, false),
    /** The guest's policy allows and forbids what it has to. */
    POLICY("policy", APPRAISE, false),
    /** The privilege level that asked for the report is allowed. */
    VMPL("vmpl", APPRAISE, false),
    /** The reported TCB is high enough. */
    MINIMUM_TCB("minimum-tcb", APPRAISE, false),
    /** The TCB at launch was high enough. */
    MINIMUM_LAUNCH_TCB("minimum-launch-tcb", APPRAISE, false),
    /** The committed TCB is high enough. */
    MINIMUM_COMMITTED_TCB("minimum-committed-tcb", APPRAISE, false),
    /** The current TCB is high enough. */
    MINIMUM_CURRENT_TCB("minimum-current-tcb", APPRAISE, false),
    /** The version of the firmware is high enough. */
    MINIMUM_FIRMWARE("minimum-firmware", APPRAISE, false),
    /** The version of the committed firmware is high enough. */
    MINIMUM_COMMITTED_FIRMWARE("minimum-committed-firmware", APPRAISE, false),
    /** The key that signed the ID block is allowed. */
    ID_KEY_DIGEST("id-key-digest", APPRAISE, false),
    /** The key that certified the ID key is allowed. */
    AUTHOR_KEY_DIGEST("author-key-digest", APPRAISE, false),
    /** The platform's switches are as they have to be. */
    PLATFORM_INFO("platform-info", APPRAISE, false),
    /** The mitigations at launch are there. */
    LAUNCH_MITIGATIONS("launch-mitigations", APPRAISE, false),
    /** The mitigations now are there. */
    CURRENT_MITIGATIONS("current-mitigations", APPRAISE, false),
    /** The chip is one of those allowed. */
    ALLOWED_CHIP("allowed-chip", APPRAISE, false),
    /** The cloud provider of a VLEK is one of those allowed. */
    ALLOWED_PROVIDER("allowed-provider", APPRAISE, false),
    /** The report is bound to a chip. */
    REQUIRE_CHIP_ID("require-chip-id", APPRAISE, false),
    /** Revocation was checked. */
    REQUIRE_CRL("require-crl", APPRAISE, false);

    private final String label;
    private final Stage stage;
    private final boolean essential;

    SnpCheck(String label, Stage stage, boolean essential) {
        this.label = label;
        this.stage = stage;
        this.essential = essential;
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    public Stage stage() {
        return stage;
    }

    @Override
    public boolean essential() {
        return essential;
    }
}
