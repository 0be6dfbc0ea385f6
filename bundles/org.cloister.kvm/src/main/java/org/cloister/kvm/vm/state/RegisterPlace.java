// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.vm.state;

import org.cloister.amd.struct.Slot;
import org.cloister.kvm.vm.state.RegisterSets.Group;

/** Where a register is in KVM's structs. */
sealed interface RegisterPlace {
    long get(RegisterSets sets);

    void put(RegisterSets sets, long value);

    /** Whether a value, as an unsigned number, has room there. */
    boolean fits(long value);

    /** A field of its own. */
    record Whole(Group group, Slot field) implements RegisterPlace {
        @Override
        public long get(RegisterSets sets) {
            return field.number(sets.get(group).buffer());
        }

        @Override
        public void put(RegisterSets sets, long value) {
            field.put(sets.get(group).buffer(), value);
        }

        @Override
        public boolean fits(long value) {
            return field.fits(value);
        }
    }

    /**
     * A segment's attributes: 12 bits in the processor's save area (AMD APM volume 2, table B-2), fields of their own
     * in KVM's.
     *
     * @param segment its name in {@code kvm_sregs}
     */
    record Attributes(String segment) implements RegisterPlace {
        /** Name, first bit, bits. */
        private static final Object[][] PARTS = {
            {"type", 0, 4},
            {"s", 4, 1},
            {"dpl", 5, 2},
            {"present", 7, 1},
            {"avl", 8, 1},
            {"l", 9, 1},
            {"db", 10, 1},
            {"g", 11, 1}
        };

        private static final int BITS = 12;
        private static final int PRESENT = 1 << 7;

        @Override
        public long get(RegisterSets sets) {
            long value = 0;
            for (Object[] part : PARTS) {
                value |= sets.get(Group.SPECIAL).get(name(part)) << (int) part[1];
            }
            return value;
        }

        @Override
        public void put(RegisterSets sets, long value) {
            for (Object[] part : PARTS) {
                long mask = (1L << (int) part[2]) - 1;
                sets.get(Group.SPECIAL).set(name(part), value >>> (int) part[1] & mask);
            }
            // What the save area expresses by the present bit alone, Intel's processors have a bit for
            sets.get(Group.SPECIAL).set(segment + ".unusable", (value & PRESENT) == 0 ? 1 : 0);
        }

        @Override
        public boolean fits(long value) {
            return value >>> BITS == 0;
        }

        private String name(Object[] part) {
            return segment + "." + part[0];
        }
    }
}
