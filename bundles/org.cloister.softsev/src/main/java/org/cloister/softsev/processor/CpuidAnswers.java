// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.processor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.cloister.amd.page.CpuidPage;
import org.cloister.amd.page.CpuidPageEntry;
import org.cloister.api.Bytes;

/**
 * What became of a list of CPUID answers: the firmware goes through the lists of pages and of requests in one way
 * (AMD-ASPFW, {@code sanitize_cpuid_list}).
 *
 * @param checked how many are of leaves that the firmware judges
 * @param refused questions whose answers were not allowed
 */
public record CpuidAnswers(int checked, List<String> refused) {
    private static final int HEAD = 16;
    private static final int ENTRY_RESERVED = 40;

    /**
     * Corrects a list where it lies.
     *
     * @param table 3088 or 4096 bytes in the form of a CPUID page; its count has to be right
     */
    static CpuidAnswers correct(CpuidRules rules, byte[] table) {
        ByteBuffer in = ByteBuffer.wrap(table).order(ByteOrder.LITTLE_ENDIAN);
        List<CpuidPageEntry> given =
                CpuidPage.decode(Bytes.of(table), "CPUID answers").entries();
        List<String> refused = new ArrayList<>();
        for (int i = 0; i < given.size(); i++) {
            CpuidPageEntry entry = given.get(i);
            int at = HEAD + i * CpuidPageEntry.SIZE;
            boolean reserved = in.getLong(at + ENTRY_RESERVED) != 0;
            CpuidPageEntry allowed = rules.correct(entry);
            if (reserved && CpuidRules.concern(entry) || !allowed.equals(entry)) {
                refused.add(entry.question());
                CpuidPage.of(List.of(allowed)).encode().copyTo(HEAD, table, at, ENTRY_RESERVED);
            }
        }
        int checked = (int) given.stream().filter(CpuidRules::concern).count();
        return new CpuidAnswers(checked, List.copyOf(refused));
    }
}
