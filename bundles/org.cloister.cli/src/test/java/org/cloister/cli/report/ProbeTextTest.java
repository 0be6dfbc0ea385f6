// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.cloister.api.GuestType;
import org.cloister.api.host.Check;
import org.cloister.api.host.Check.Cause;
import org.cloister.api.host.Check.Status;
import org.cloister.api.host.Verdict;
import org.junit.jupiter.api.Test;

class ProbeTextTest {
    private static final GuestType STRONG = new GuestType("strong");
    private static final GuestType WEAK = new GuestType("weak");

    @Test
    void whatCameOutAlikeStandsThereOnce() {
        Check vendor = fail("cpu", "vendor", "Other", "buy another");
        assertText(
                List.of(
                        new Verdict(WEAK, List.of(vendor, pass("kernel", "a", "Y"), pass("kernel", "b", "Y"))),
                        new Verdict(STRONG, List.of(vendor, pass("kernel", "a", "Y"), pass("kernel", "c", "Y")))),
                """
                host  here
                weak, strong  no   cpu, vendor: Other
                                   → buy another

                cpu
                └─ FAIL     vendor  Other
                            → buy another

                kernel
                ├─ pass     a  Y
                ├─ pass     b  Y  [weak]
                └─ pass     c  Y  [strong]
                """);
    }

    @Test
    void checksOfOneAnswerAreJoinedAndShareTheirHint() {
        assertText(
                List.of(new Verdict(
                        WEAK,
                        List.of(
                                fail("bios", "a", "off", "turn it on"),
                                fail("bios", "b", "off", "turn it on"),
                                fail("bios", "c", "none", "turn it on"),
                                pass("limits", "d", "5")))),
                """
                host  here
                weak  no   bios, a: off
                           → turn it on

                bios
                ├─ FAIL     a, b  off
                └─ FAIL     c     none
                            → turn it on

                limits
                └─ pass     d  5
                """);
    }

    @Test
    void namesMayAllBeWide() {
        String wide = "a name that is wider than the column for names";
        assertText(
                List.of(new Verdict(WEAK, List.of(pass("bios", wide, "on")))),
                "host  here\nweak  yes\n\nbios\n└─ pass     " + wide + "  on\n");
    }

    @Test
    void whatWasSkippedIsCountedByReason() {
        List<Check> checks = List.of(
                fail("cpu", "vendor", "Other", ""),
                skip("bios", "a", "because of the vendor"),
                skip("kernel", "b", "because of the vendor"),
                skip("kernel", "c", "because of the vendor"),
                skip("kernel", "d", "because of d"));
        assertText(List.of(new Verdict(WEAK, checks), new Verdict(STRONG, checks)), """
                host  here
                weak, strong  no   cpu, vendor: Other

                cpu
                └─ FAIL     vendor  Other

                skipped
                ├─ 1 of bios, 2 of kernel, because of the vendor
                └─ 1 of kernel, because of d
                """);
    }

    @Test
    void longTextGoesOnBelowItsBeginning() {
        String bits = "0123456789 ".repeat(12).strip();
        List<String> lines = ProbeText.of(
                "here", List.of(new Verdict(WEAK, List.of(pass("cpu", "bits", bits), pass("cpu", "x", "y")))));
        assertThat(lines).allMatch(line -> line.length() <= 120);
        assertThat(lines)
                .contains(
                        "├─ pass     bits  " + "0123456789 ".repeat(9).strip(),
                        "│                 0123456789 0123456789 0123456789");
    }

    private static void assertText(List<Verdict> verdicts, String text) {
        assertThat(String.join("\n", ProbeText.of("here", verdicts)) + "\n").isEqualToNormalizingNewlines(text);
    }

    private static Check pass(String category, String name, String seen) {
        return new Check(category, name, true, Status.PASS, Cause.NONE, seen, "");
    }

    private static Check fail(String category, String name, String seen, String hint) {
        return new Check(category, name, true, Status.FAIL, Cause.DISABLED, seen, hint);
    }

    private static Check skip(String category, String name, String seen) {
        return new Check(category, name, true, Status.SKIP, Cause.NONE, seen, "");
    }
}
