// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.vm;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.cloister.amd.struct.Slot;
import org.cloister.kvm.vm.abi.Layouts;
import org.cloister.kvm.vm.abi.Struct;

/**
 * What CPUID answers for one leaf. Immutable; all parts are unsigned 32 bits.
 *
 * @param function EAX of the question
 * @param index ECX of the question, where it matters
 * @param flags bit 0: the index matters
 * @param eax of the answer
 * @param ebx of the answer
 * @param ecx of the answer
 * @param edx of the answer
 */
public record KvmCpuidEntry(int function, int index, int flags, int eax, int ebx, int ecx, int edx) {
    private static final int SIZE = Layouts.CPUID_ENTRY2.size();
    private static final List<Slot> WORDS = Layouts.CPUID_ENTRY2.slots();
    private static final Slot COUNT = Layouts.CPUID2.slot("nent");

    /** A list with room for so many entries. */
    static Struct room(int entries) {
        return Struct.withEntries(Layouts.CPUID2, entries, SIZE).set(COUNT, entries);
    }

    static Struct encode(List<KvmCpuidEntry> entries) {
        Struct list = room(entries.size());
        for (int i = 0; i < entries.size(); i++) {
            entries.get(i).put(list.buffer(), Layouts.CPUID2.size() + i * SIZE);
        }
        return list;
    }

    /** The entries that the kernel wrote; no more than there was room for. */
    static List<KvmCpuidEntry> decode(Struct list) {
        int room = (list.buffer().capacity() - Layouts.CPUID2.size()) / SIZE;
        long count = Math.min(COUNT.number(list.buffer()), room);
        List<KvmCpuidEntry> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            entries.add(at(list.buffer(), Layouts.CPUID2.size() + i * SIZE));
        }
        return List.copyOf(entries);
    }

    private void put(ByteBuffer list, int offset) {
        int[] words = {function, index, flags, eax, ebx, ecx, edx};
        for (int i = 0; i < words.length; i++) {
            WORDS.get(i).put(list, offset, Integer.toUnsignedLong(words[i]));
        }
    }

    private static KvmCpuidEntry at(ByteBuffer list, int offset) {
        int[] w = new int[WORDS.size()];
        for (int i = 0; i < w.length; i++) {
            w[i] = (int) WORDS.get(i).number(list, offset);
        }
        return new KvmCpuidEntry(w[0], w[1], w[2], w[3], w[4], w[5], w[6]);
    }
}
