// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.processor;

import java.util.List;
import org.cloister.amd.page.CpuidPageEntry;

/**
 * How large the area of XSAVE is for what is enabled at the question: EBX of CPUID leaf D, subleaves 0 and 1 (APM
 * volume 3, appendix E.3.8; sizes of EPYC 9004 as in the firmware that AMD published).
 */
final class XsaveSize {
    private static final int ALWAYS = 0x240;

    /** Components of XCR0: bit, size, end in the standard format. */
    private static final List<Component> USER = List.of(
            new Component(2, 0x100, 0x340),
            new Component(5, 0x40, 0x380),
            new Component(6, 0x200, 0x580),
            new Component(7, 0x400, 0x980),
            new Component(9, 0x8, 0x988));

    /** Components of XSS, which the compacted format alone has. */
    private static final List<Component> SUPERVISOR = List.of(new Component(11, 0x10, 0), new Component(12, 0x18, 0));

    private record Component(int bit, int size, int end) {
        boolean in(long enabled) {
            return (enabled >>> bit & 1) != 0;
        }
    }

    private XsaveSize() {}

    static CpuidPageEntry correct(CpuidPageEntry given) {
        int ebx = switch (given.ecxIn()) {
            case 0 -> standard(given.xcr0In());
            case 1 -> ALWAYS + sizes(USER, given.xcr0In()) + sizes(SUPERVISOR, given.xssIn());
            default -> given.ebx();
        };
        return new CpuidPageEntry(
                given.eaxIn(),
                given.ecxIn(),
                given.xcr0In(),
                given.xssIn(),
                given.eax(),
                ebx,
                given.ecx(),
                given.edx());
    }

    private static int standard(long enabled) {
        return USER.stream()
                .filter(component -> component.in(enabled))
                .mapToInt(Component::end)
                .max()
                .orElse(ALWAYS);
    }

    private static int sizes(List<Component> components, long enabled) {
        return components.stream()
                .filter(component -> component.in(enabled))
                .mapToInt(Component::size)
                .sum();
    }
}
