// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What holds for reports and certificates, a rule a line: the documentation prints it, and a test walks it. */
enum VerificationRule {
    /** R1. */
    R1(
            "PLATFORM_INFO bits 0 to 7",
            "always, told by name, on every generation and version of the report",
            "where a demand says so: `--platform-info iommu-write-safe=on`",
            "",
            "SEV-SNP ABI 1.58; bit 6: AMD-SB-3016, tinfoilsh/tinfoil-go#115"),
    /** R2. */
    R2(
            "what is not known in the signed part and informs: PLATFORM_INFO bits 8 to 63, bytes "
                    + "between fields, key_info bits 5 to 31; in certificates later versions of AMD's "
                    + "extensions, components and extensions",
            "yes: the check is `told`, each with offset, number and value; JSON `unknown[]`",
            "with `--no-unknown-bits`, of `verify chain` too",
            "",
            "the signature: nobody but AMD's firmware can put it there"),
    /** R3. */
    R3(
            "zeros outside the signed part (0x330 to 0x49f, r and s above 48 bytes)",
            "zeros",
            "anything else",
            "",
            "SEV-SNP ABI, ATTESTATION_REPORT"),
    /** R4. */
    R4(
            "the guest's policy: bits that are not known, which may widen what the host may do; bit 17 clear",
            "bits 0 to 25 in every version of the report",
            "other bits; bit 17 clear",
            "`--allow-unknown-bits`, or the whole policy as a number",
            "SEV-SNP ABI 1.59, Guest Policy"),
    /** R5. */
    R5(
            "version of the report, kind of the signing key, generation",
            "versions 2 to 6, VCEK and VLEK, the generations of the table",
            "others, by number",
            "a version: `--allow-report-version N`; never a kind of key or a generation",
            "SEV-SNP ABI; virtee/sev#395"),
    /** R6. */
    R6(
            "certificate of the key, intermediates",
            "any order and number: one path that verifies, is valid, ends in a trusted root, fits "
                    + "chip, TCB, generation and role, and whose key made the report",
            "where there is none: the path that got furthest is told",
            "",
            "RFC 4158"),
    /** R7. */
    R7(
            "files in folders, entries of tables",
            "what is not on the path is listed as ignored",
            "a file named in `--certs`, `--trust-root` or `--crl` that is no certificate at all",
            "",
            ""),
    /** R8. */
    R8(
            "revocation lists",
            "\"not revoked\" by the newest list of the path's ARK that is in force",
            "a serial number on any list of the path's ARK, a stale one too; with `--require-crl` " + "none in force",
            "",
            "RFC 5280, 3.3"),
    /** R9. */
    R9("AMD's revoked `SEV-Genoa` 0x020001", "", "always, with or without a list", "", "AMD's list of 2022-10-31"),
    /** R10. */
    R10("debugging (policy bit 19)", "off", "on", "`--allow-debug`, `--policy debug=on`", "SEV-SNP ABI, Guest Policy"),
    /** R11. */
    R11(
            "migration agent (policy bit 18)",
            "off",
            "on",
            "`--allow-migrate-ma`, `--policy migrate-ma=on`",
            "SEV-SNP ABI, Guest Policy"),
    /** R12. */
    R12(
            "VMPL",
            "0 to 3",
            "4 and above",
            "0xffffffff, asked for by the host: `--vmpl host`",
            "SEV-SNP ABI, ATTESTATION_REPORT; Linux sev-guest"),
    /** R13a. */
    R13A(
            "no measurement, ID key digest or author key digest is demanded",
            "with a warning: any guest on any such processor would pass",
            "",
            "",
            ""),
    /** R13b. */
    R13B("no report data is demanded", "with a warning: nothing shows that the report is new", "", "", ""),
    /** R14. */
    R14("a check that cannot fail", "is `not-performed`, with the reason", "", "", "AMD numbers all VCEKs and VLEKs 0"),
    /** R15. */
    R15(
            "fetched, built-in and given certificates",
            "alike: all are candidates, always; `--trust-root` ends the trust in AMD's roots and " + "nothing else",
            "",
            "",
            ""),
    /** R16. */
    R16(
            "order of TCB versions: reported, committed, current",
            "not above the next one, as one number whose first component counts most (boot loader, "
                    + "TEE, SNP, microcode; FMC first on Turin)",
            "above",
            "",
            "amd/AMD-ASPFW"),
    /** R16b. */
    R16B(
            "a minimum TCB that names a component and not those before it",
            "with a warning that names them: an older boot loader can derive every later number",
            "",
            "",
            "VCEK and KDS interface (57230), key derivation"),
    /** R17. */
    R17(
            "chip key masked (key_info bit 1)",
            "a VLEK's signature, as ever",
            "VCEK or kind 7: the report is not signed",
            "",
            "amd/AMD-ASPFW");

    private final String subject;
    private final String accepted;
    private final String refused;
    private final String permitted;
    private final String source;

    VerificationRule(String subject, String accepted, String refused, String permitted, String source) {
        this.subject = subject;
        this.accepted = accepted;
        this.refused = refused;
        this.permitted = permitted;
        this.source = source;
    }

    /** A column of the table that decides. */
    enum Outcome {
        ACCEPTED,
        REFUSED,
        PERMITTED
    }

    /** The columns in which it says something. */
    List<Outcome> outcomes() {
        return Stream.of(Outcome.values()).filter(one -> !text(one).isEmpty()).toList();
    }

    private String text(Outcome outcome) {
        return switch (outcome) {
            case ACCEPTED -> accepted;
            case REFUSED -> refused;
            case PERMITTED -> permitted;
        };
    }

    /** The table in Markdown. */
    static List<String> lines() {
        Stream<String> head =
                Stream.of("| rule | about | accepted | refused | permitted by name | source |", "|" + "---|".repeat(6));
        return Stream.concat(head, Arrays.stream(values()).map(VerificationRule::line))
                .toList();
    }

    private String line() {
        String name = name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
        List<String> cells = List.of(name, subject, dash(accepted), dash(refused), dash(permitted), dash(source));
        return cells.stream().collect(Collectors.joining(" | ", "| ", " |"));
    }

    private static String dash(String text) {
        return text.isEmpty() ? "–" : text;
    }
}
