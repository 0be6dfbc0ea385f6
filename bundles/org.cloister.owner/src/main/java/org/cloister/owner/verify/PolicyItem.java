// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.cloister.amd.report.ReportField;

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
    GUEST_SVN(SnpCheck.GUEST_SVN, "the least security version, decimal or 0x…", NumberRules::guestSvn),
    POLICY(SnpCheck.POLICY, "all of it, 0x…, or what matters: debug=off,smt=on,abi=1.51", PolicyDemand::read),
    VMPL(SnpCheck.VMPL, "the levels allowed, 0 to 3 or host", NumberRules::vmpl),
    MINIMUM_TCB(SnpCheck.MINIMUM_TCB, TcbDemand.SYNTAX, TcbDemand.of(ReportField.REPORTED_TCB)),
    MINIMUM_LAUNCH_TCB(SnpCheck.MINIMUM_LAUNCH_TCB, TcbDemand.SYNTAX, TcbDemand.of(ReportField.LAUNCH_TCB)),
    MINIMUM_COMMITTED_TCB(SnpCheck.MINIMUM_COMMITTED_TCB, TcbDemand.SYNTAX, TcbDemand.of(ReportField.COMMITTED_TCB)),
    MINIMUM_CURRENT_TCB(SnpCheck.MINIMUM_CURRENT_TCB, TcbDemand.SYNTAX, TcbDemand.of(ReportField.CURRENT_TCB)),
    MINIMUM_FIRMWARE(SnpCheck.MINIMUM_FIRMWARE, FirmwareRules.SYNTAX, FirmwareRules::current),
    MINIMUM_COMMITTED_FIRMWARE(SnpCheck.MINIMUM_COMMITTED_FIRMWARE, FirmwareRules.SYNTAX, FirmwareRules::committed),
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
    ALLOWED_CHIP(
            SnpCheck.ALLOWED_CHIP,
            "8 or 64 bytes in hexadecimal or base64; several are alternatives",
            IdentityRules::chip),
    ALLOWED_PROVIDER(SnpCheck.ALLOWED_PROVIDER, "as a VLEK's certificate has it, CN=…", IdentityRules::provider),
    REQUIRE_CHIP_ID(SnpCheck.REQUIRE_CHIP_ID, "yes", IdentityRules::requireChip),
    REQUIRE_CRL(SnpCheck.REQUIRE_CRL, "yes", IdentityRules::requireCrl);

    private final SnpCheck point;
    private final String syntax;
    private final RuleReader reader;

    /** Reads the values of an item. */
    @FunctionalInterface
    interface RuleReader {
        /** The rule that values stand for. */
        Rule read(AppraisalSetting setting);
    }

    PolicyItem(SnpCheck point, String syntax, RuleReader reader) {
        this.point = point;
        this.syntax = syntax;
        this.reader = reader;
    }

    /** The check that it decides. */
    SnpCheck point() {
        return point;
    }

    /** Its name in policies, which is that of its check. */
    String key() {
        return point.label();
    }

    /** How it is written. */
    String syntax() {
        return syntax;
    }

    static Optional<PolicyItem> named(String key) {
        return Arrays.stream(values()).filter(item -> item.key().equals(key)).findFirst();
    }

    /**
     * The rule that values stand for.
     *
     * @throws org.cloister.api.CloisterException {@code appraisal.value} naming item and value
     */
    Rule read(List<String> values) {
        return reader.read(new AppraisalSetting(key(), syntax, values));
    }
}
