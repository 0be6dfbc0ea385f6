// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.cloister.amd.report.ReportField;
import org.cloister.owner.demand.Demand;

/** What a policy can speak of, one line each: the check that it decides, how it is written, and how that is read. */
enum PolicyItem {
    MEASUREMENT(
            SnpCheck.MEASUREMENT,
            "48 bytes in hexadecimal or base64; several are alternatives",
            ByteRules.of(ReportField.MEASUREMENT)),
    REPORT_DATA(
            SnpCheck.REPORT_DATA,
            "up to 64 bytes in hexadecimal or base64, filled up with zeros on the right",
            ReportDataRules::read),
    HOST_DATA(SnpCheck.HOST_DATA, "32 bytes in hexadecimal or base64", ByteRules.of(ReportField.HOST_DATA)),
    FAMILY_ID(SnpCheck.FAMILY_ID, "16 bytes in hexadecimal or base64", ByteRules.of(ReportField.FAMILY_ID)),
    IMAGE_ID(SnpCheck.IMAGE_ID, "16 bytes in hexadecimal or base64", ByteRules.of(ReportField.IMAGE_ID)),
    GUEST_SVN(
            SnpCheck.GUEST_SVN,
            "the least security version, decimal or 0x…",
            NumberRules.atLeast(ReportField.GUEST_SVN)),
    POLICY(SnpCheck.POLICY, "all of it, 0x…, or what matters: debug=off,smt=on,abi=1.51", PolicyDemand::read),
    VMPL(SnpCheck.VMPL, "the levels allowed, 0 to 3 or host", NumberRules::vmpl),
    MINIMUM_TCB(SnpCheck.MINIMUM_TCB, TcbDemand.SYNTAX, TcbDemand.of(ReportField.REPORTED_TCB)),
    MINIMUM_LAUNCH_TCB(SnpCheck.MINIMUM_LAUNCH_TCB, TcbDemand.SYNTAX, TcbDemand.of(ReportField.LAUNCH_TCB)),
    MINIMUM_COMMITTED_TCB(SnpCheck.MINIMUM_COMMITTED_TCB, TcbDemand.SYNTAX, TcbDemand.of(ReportField.COMMITTED_TCB)),
    MINIMUM_CURRENT_TCB(SnpCheck.MINIMUM_CURRENT_TCB, TcbDemand.SYNTAX, TcbDemand.of(ReportField.CURRENT_TCB)),
    NO_PROVISIONAL(SnpCheck.NO_PROVISIONAL, Form.YES, FirmwareRules::notProvisional),
    MINIMUM_FIRMWARE(SnpCheck.MINIMUM_FIRMWARE, FirmwareRules.SYNTAX, FirmwareRules::current),
    MINIMUM_COMMITTED_FIRMWARE(SnpCheck.MINIMUM_COMMITTED_FIRMWARE, FirmwareRules.SYNTAX, FirmwareRules::committed),
    MINIMUM_BUILD(
            SnpCheck.MINIMUM_BUILD,
            "the least build of the firmware that runs, whatever its version",
            NumberRules.atLeast(ReportField.CURRENT_BUILD)),
    MINIMUM_REPORT_VERSION(
            SnpCheck.MINIMUM_REPORT_VERSION,
            "the least version of the report's format",
            NumberRules.atLeast(ReportField.VERSION)),
    REPORT_ID(SnpCheck.REPORT_ID, "32 bytes in hexadecimal or base64", ByteRules.of(ReportField.REPORT_ID)),
    REPORT_ID_MA(
            SnpCheck.REPORT_ID_MA,
            "of the migration agent, 32 bytes in hexadecimal or base64",
            ByteRules.of(ReportField.REPORT_ID_MA)),
    ID_BLOCK(SnpCheck.ID_BLOCK, "required or none", ByteRules::idBlock),
    ID_KEY_DIGEST(
            SnpCheck.ID_KEY_DIGEST,
            "48 bytes in hexadecimal or base64; several are alternatives",
            ByteRules.of(ReportField.ID_KEY_DIGEST)),
    AUTHOR_KEY_DIGEST(
            SnpCheck.AUTHOR_KEY_DIGEST,
            "48 bytes in hexadecimal or base64; several are alternatives",
            ByteRules.of(ReportField.AUTHOR_KEY_DIGEST)),
    PLATFORM_INFO(SnpCheck.PLATFORM_INFO, "switches that matter: tsme=on,iommu-write-safe=on", PlatformRules::switches),
    LAUNCH_MITIGATIONS(
            SnpCheck.LAUNCH_MITIGATIONS,
            "bits that have to be set, 0x…",
            NumberRules.bits(ReportField.LAUNCH_MIT_VECTOR)),
    CURRENT_MITIGATIONS(
            SnpCheck.CURRENT_MITIGATIONS,
            "bits that have to be set, 0x…",
            NumberRules.bits(ReportField.CURRENT_MIT_VECTOR)),
    PRODUCT(
            SnpCheck.ALLOWED_PRODUCT,
            "product",
            "generations: Milan, Genoa, Turin or Venice; several are alternatives",
            IdentityRules::product),
    KEY_KIND(SnpCheck.KEY_KIND, "the kind of the key that signed: vcek or vlek", IdentityRules::keyKind),
    LEAF_DIGEST(
            SnpCheck.LEAF_DIGEST,
            "SHA-256 of the DER of the VCEK's or VLEK's certificate; several are alternatives",
            IdentityRules::leaf),
    ALLOWED_CHIP(
            SnpCheck.ALLOWED_CHIP,
            "8 or 64 bytes in hexadecimal or base64; several are alternatives",
            IdentityRules::chip),
    ALLOWED_PROVIDER(SnpCheck.ALLOWED_PROVIDER, "as a VLEK's certificate has it, CN=…", IdentityRules::provider),
    REQUIRE_CHIP_ID(SnpCheck.REQUIRE_CHIP_ID, Form.YES, IdentityRules::requireChip),
    REQUIRE_CRL(SnpCheck.REQUIRE_CRL, Form.YES, IdentityRules::requireCrl);

    private final SnpCheck point;
    private final String key;
    private final String syntax;
    private final RuleReader reader;

    /** Ways of writing that several have. */
    private static final class Form {
        /** A switch: with no, nothing is demanded. */
        static final String YES = "yes";
    }

    /** Reads the values of an item. */
    @FunctionalInterface
    interface RuleReader {
        /** The rule that values stand for. */
        Rule read(AppraisalSetting setting);
    }

    PolicyItem(SnpCheck point, String syntax, RuleReader reader) {
        this(point, point.label(), syntax, reader);
    }

    /** @param key where another check has that name already */
    PolicyItem(SnpCheck point, String key, String syntax, RuleReader reader) {
        this.point = point;
        this.key = key;
        this.syntax = syntax;
        this.reader = reader;
    }

    /** The check that it decides. */
    SnpCheck point() {
        return point;
    }

    /** Its name in policies. */
    String key() {
        return key;
    }

    /** How it is written. */
    String syntax() {
        return syntax;
    }

    static Optional<PolicyItem> named(String key) {
        return Arrays.stream(values()).filter(item -> item.key().equals(key)).findFirst();
    }

    /**
     * The rule that values stand for; empty for a switch that is off.
     *
     * @throws org.cloister.api.CloisterException {@code appraisal.value} naming item and value
     */
    Optional<Rule> read(List<Demand> given) {
        AppraisalSetting setting = new AppraisalSetting(key, syntax, given);
        return isSwitch() && !setting.yes() ? Optional.empty() : Optional.of(reader.read(setting));
    }

    private boolean isSwitch() {
        return syntax.equals(Form.YES);
    }
}
