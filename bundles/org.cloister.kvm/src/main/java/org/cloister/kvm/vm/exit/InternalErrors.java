// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.vm.exit;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.cloister.api.Numbers;

/** What KVM means by an internal error ({@code KVM_INTERNAL_ERROR_*} in {@code linux/kvm.h}). */
final class InternalErrors {
    private static final int EMULATION = 1;
    private static final long HAS_INSTRUCTION = 1;

    private static final Map<Integer, String> MEANINGS = Map.of(
            EMULATION,
            "KVM cannot emulate the instruction",
            2,
            "two exceptions met in a way that cannot happen",
            3,
            "an event could not be delivered to the guest",
            4,
            "the processor left the guest for an unexpected reason");

    private InternalErrors() {}

    static String explain(int suberror, List<Long> data) {
        String meaning = MEANINGS.getOrDefault(suberror, "KVM gives an unknown reason");
        String words = data.stream().map(word -> Numbers.hex(word)).collect(Collectors.joining(" "));
        return "internal error " + suberror + ": " + meaning + instruction(suberror, data)
                + (words.isEmpty() ? "" : " (data " + words + ")");
    }

    // struct kvm_run.emulation_failure: flags, then the length of the instruction and its bytes
    private static String instruction(int suberror, List<Long> data) {
        if (suberror != EMULATION || data.size() < 3 || (data.get(0) & HAS_INSTRUCTION) == 0) {
            return "";
        }
        StringBuilder bytes = new StringBuilder(" ");
        long length = Math.min(data.get(1) & 0xff, 15);
        for (int i = 1; i <= length; i++) {
            long word = i / 8 + 1 < data.size() ? data.get(i / 8 + 1) : 0;
            bytes.append(String.format(Locale.ROOT, "%02x", word >>> i % 8 * 8 & 0xff));
        }
        return bytes.toString();
    }
}
