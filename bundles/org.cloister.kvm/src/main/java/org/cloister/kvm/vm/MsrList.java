// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.vm;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cloister.amd.struct.Slot;
import org.cloister.kvm.vm.abi.Layouts;
import org.cloister.kvm.vm.abi.Struct;

/** Lists of MSRs as KVM_GET_MSRS and KVM_SET_MSRS take them. */
final class MsrList {
    private static final int HEAD = Layouts.MSRS.size();
    private static final int SIZE = Layouts.MSR_ENTRY.size();
    private static final Slot COUNT = Layouts.MSRS.slot("nmsrs");
    private static final Slot INDEX = Layouts.MSR_ENTRY.slot("index");
    private static final Slot DATA = Layouts.MSR_ENTRY.slot("data");

    private MsrList() {}

    static Struct encode(Map<Integer, Long> msrs) {
        Struct list = Struct.withEntries(Layouts.MSRS, msrs.size(), SIZE).set(COUNT, msrs.size());
        int at = HEAD;
        for (Map.Entry<Integer, Long> msr : msrs.entrySet()) {
            INDEX.put(list.buffer(), at, Integer.toUnsignedLong(msr.getKey()));
            DATA.put(list.buffer(), at, msr.getValue());
            at += SIZE;
        }
        return list;
    }

    static Struct question(List<Integer> indexes) {
        Map<Integer, Long> zeros = new LinkedHashMap<>();
        indexes.forEach(index -> zeros.put(index, 0L));
        return encode(zeros);
    }

    /** The first so many entries: the kernel stops at one that it does not know. */
    static Map<Integer, Long> decode(Struct list, long read) {
        Map<Integer, Long> msrs = new LinkedHashMap<>();
        for (int i = 0; i < read; i++) {
            int at = HEAD + i * SIZE;
            msrs.put((int) INDEX.number(list.buffer(), at), DATA.number(list.buffer(), at));
        }
        return msrs;
    }
}
