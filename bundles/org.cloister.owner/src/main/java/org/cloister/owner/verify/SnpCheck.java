// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import static org.cloister.owner.verify.Stage.APPRAISE;
import static org.cloister.owner.verify.Stage.AUTHENTICATE;
import static org.cloister.owner.verify.Stage.BIND;
import static org.cloister.owner.verify.Stage.PARSE;

/** The checks of reports and of the X.509 chains behind them, in the order in which results list them. */
enum SnpCheck implements CheckPoint {
    /** What was given is of a shape that is known and taken, as it has to be. */
    EVIDENCE_FORM(
            "evidence.form", PARSE, false, "give it as the guest got it, in one of the shapes of the documentation"),
    /** The report has 1184 bytes. */
    REPORT_SIZE(
            "report.size", PARSE, true, "give the 1184 bytes that the guest got, without anything before or behind"),
    /** The version of the report is known. */
    REPORT_VERSION(
            "report.version",
            PARSE,
            true,
            "update this program, or permit the version by its number with --allow-report-version"),
    /** Nothing in the policy is unknown; what is unknown elsewhere in the signed part is listed. */
    REPORT_RESERVED(
            "report.reserved",
            PARSE,
            true,
            "update this program, or have what is not known told, without --no-unknown-bits"),
    /** The signature's algorithm is known, its numbers are in range, and the bytes around them are zero. */
    REPORT_SIGNATURE_FORM(
            "report.signature-form", PARSE, true, "have the guest ask for a report anew, and carry it unchanged"),

    /** Every certificate and revocation list that was given can be read, strictly. */
    CERTIFICATES_FORM("certificates.form", AUTHENTICATE, true, "leave out or replace the files that are named"),
    /** The report says that a key signed it that can be verified. */
    SIGNING_KEY(
            "report.signing-key",
            AUTHENTICATE,
            true,
            "have the host unmask its chip's key or load a VLEK, and the guest ask anew"),
    /** The certificate of the root is there. */
    ROOT_FOUND("root.found", AUTHENTICATE, true, "add it with --certs"),
    /** The root's key is one that is trusted. */
    ROOT_TRUSTED(
            "root.trusted",
            AUTHENTICATE,
            true,
            "where the chain is one of a software platform or of your own, name its root with --trust-root"),
    /** The root signed itself. */
    ROOT_SIGNATURE("root.signature", AUTHENTICATE, true, "get the certificate anew"),
    /** The root's certificate is one of an ARK. */
    ROOT_ROLE("root.role", AUTHENTICATE, true, "give the certificates of AMD's chain"),
    /** The root's certificate is valid at the stated time. */
    ROOT_VALIDITY(
            "root.validity",
            AUTHENTICATE,
            true,
            "judge at a time when it was valid with --at, or get the certificate anew"),
    /** The certificate of the intermediate is there. */
    INTERMEDIATE_FOUND("intermediate.found", AUTHENTICATE, true, "add it with --certs"),
    /** The root signed the intermediate's certificate. */
    INTERMEDIATE_SIGNATURE("intermediate.signature", AUTHENTICATE, true, "get the certificate anew"),
    /** The intermediate's certificate is one of an ASK or ASVK. */
    INTERMEDIATE_ROLE("intermediate.role", AUTHENTICATE, true, "give the certificates of AMD's chain"),
    /** The intermediate's certificate is valid at the stated time. */
    INTERMEDIATE_VALIDITY(
            "intermediate.validity",
            AUTHENTICATE,
            true,
            "judge at a time when it was valid with --at, or get the certificate anew"),
    /** The certificate of the key that signed is there. */
    LEAF_FOUND(
            "leaf.found",
            AUTHENTICATE,
            true,
            "add the certificate for the report's chip and reported TCB version with --certs, or --fetch it"),
    /** The intermediate signed the key's certificate. */
    LEAF_SIGNATURE("leaf.signature", AUTHENTICATE, true, "get the certificate anew"),
    /** The key's certificate is one of a VCEK or VLEK. */
    LEAF_ROLE("leaf.role", AUTHENTICATE, true, "give the certificate of a VCEK or VLEK as AMD made it"),
    /** The key's certificate is valid at the stated time. */
    LEAF_VALIDITY(
            "leaf.validity",
            AUTHENTICATE,
            true,
            "judge at a time when it was valid with --at, or get the certificate anew"),
    /** AMD's extensions in the certificates of the chain say nothing that is not known. */
    CERTIFICATES_UNKNOWN(
            "certificates.unknown",
            AUTHENTICATE,
            false,
            "update this program, or have what is not known told, without --no-unknown-bits"),
    /** The issuer of the revocation lists is in the chain and may issue them. */
    CRL_ISSUER("crl.issuer", AUTHENTICATE, false, "leave the list out where it is not meant for this chain"),
    /** The issuers of the revocation lists signed them. */
    CRL_SIGNATURE("crl.signature", AUTHENTICATE, false, "get the list anew"),
    /** The revocation lists are in force at the stated time. */
    CRL_WINDOW("crl.window", AUTHENTICATE, false, "get the list of today"),
    /** The intermediate's certificate is not revoked. */
    CRL_INTERMEDIATE(
            "crl.intermediate", AUTHENTICATE, false, "trust nothing below this certificate; get its successor"),
    /** The key's certificate is not revoked. */
    CRL_LEAF("crl.leaf", AUTHENTICATE, false, "trust nothing that this key signed; get its successor"),
    /** The certified key signed the report. */
    REPORT_SIGNATURE(
            "report.signature",
            AUTHENTICATE,
            true,
            "get report and certificate anew from one platform; a report that was changed on its way stays refused"),

    /** Certificates and report are of one processor generation. */
    PRODUCT("product", BIND, true, "get the certificates for the generation of the report's processor"),
    /** The certificate is of the chip that made the report. */
    CHIP_ID("chip-id", BIND, false, "get the certificate of the chip that the report names"),
    /** The certificate's FMC is the report's. */
    TCB_FMC("tcb.fmc", BIND, false, "get the certificate for the TCB version that the report calls reported"),
    /** The certificate's boot loader is the report's. */
    TCB_BOOTLOADER(
            "tcb.bootloader", BIND, false, "get the certificate for the TCB version that the report calls reported"),
    /** The certificate's TEE is the report's. */
    TCB_TEE("tcb.tee", BIND, true, "get the certificate for the TCB version that the report calls reported"),
    /** The certificate's SNP firmware is the report's. */
    TCB_SNP("tcb.snp", BIND, true, "get the certificate for the TCB version that the report calls reported"),
    /** The certificate's spare components are the report's. */
    TCB_SPARE("tcb.spare", BIND, false, "get the certificate for the TCB version that the report calls reported"),
    /** The certificate's microcode is the report's. */
    TCB_MICROCODE(
            "tcb.microcode", BIND, false, "get the certificate for the TCB version that the report calls reported"),
    /** No component of the reported TCB is above the committed one, none of that above the current one. */
    TCB_ORDER("tcb.order", BIND, true, "do not trust this platform: no firmware of AMD's reports this"),
    /** The runtime data that came with the report is what the report is bound to. */
    EVIDENCE_BINDING(
            "evidence.binding", BIND, false, "get report and runtime data anew, both at once, from the same guest"),

    /** The report meets all demands of an alternative of the policy. */
    ALTERNATIVE(
            "alternative", APPRAISE, false, "do not trust this guest, or correct the alternative that is meant for it"),
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
    /** The host may not debug the guest. */
    POLICY_DEBUG("policy.debug", APPRAISE, false, "launch the guest without debugging, or permit it by --allow-debug"),
    /** No migration agent may be associated with the guest. */
    POLICY_MIGRATE_MA(
            "policy.migrate-ma",
            APPRAISE,
            false,
            "launch the guest without a migration agent, or permit one by --allow-migrate-ma"),
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
    /** The firmware that runs is committed. */
    NO_PROVISIONAL("no-provisional", APPRAISE, false),
    /** The version of the firmware is high enough. */
    MINIMUM_FIRMWARE("minimum-firmware", APPRAISE, false),
    /** The version of the committed firmware is high enough. */
    MINIMUM_COMMITTED_FIRMWARE("minimum-committed-firmware", APPRAISE, false),
    /** The build of the firmware is high enough. */
    MINIMUM_BUILD("minimum-build", APPRAISE, false),
    /** The version of the report is high enough. */
    MINIMUM_REPORT_VERSION("minimum-report-version", APPRAISE, false),
    /** The guest is the one of the report id. */
    REPORT_ID("report-id", APPRAISE, false),
    /** The migration agent is the one of the report id. */
    REPORT_ID_MA("report-id-ma", APPRAISE, false),
    /** There is an ID block, or there is none. */
    ID_BLOCK("id-block", APPRAISE, false),
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
    /** The processor is of a generation that is allowed. */
    ALLOWED_PRODUCT("allowed-product", APPRAISE, false),
    /** The key that signed is of a kind that is allowed. */
    KEY_KIND("key-kind", APPRAISE, false),
    /** The certificate of the key that signed is one of those allowed. */
    LEAF_DIGEST("leaf-digest", APPRAISE, false),
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
    private final String remedy;

    /** One of the stage that judges what was demanded. */
    SnpCheck(String label, Stage stage, boolean essential) {
        this(label, stage, essential, "do not trust this guest, or correct what is demanded");
    }

    SnpCheck(String label, Stage stage, boolean essential, String remedy) {
        this.label = label;
        this.stage = stage;
        this.essential = essential;
        this.remedy = remedy;
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

    @Override
    public String remedy() {
        return remedy;
    }
}
