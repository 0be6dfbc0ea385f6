// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.kvm;

import org.cloister.amd.struct.Layout;
import org.cloister.amd.struct.Slot;
import org.cloister.api.Bytes;

/**
 * {@code struct kvm_device_attr}: what {@link KvmRequest#GET_DEVICE_ATTR} and {@link KvmRequest#HAS_DEVICE_ATTR} take.
 * Its flags are 0: the kernel knows none. Little-endian. Immutable.
 *
 * @param group the number of the attribute's group, unsigned 32 bits
 * @param attribute its number within the group
 * @param address where its value goes; 0 when only asked whether it is there
 */
public record KvmDeviceAttr(int group, long attribute, long address) {
    /** Bytes of the struct. */
    public static final int SIZE = 24;

    /** Where the address of the value lies. */
    public static final int ADDRESS_OFFSET = 16;

    private static final Slot FLAGS = Slot.hex("flags", 0, 4);
    private static final Slot GROUP = Slot.number("group", 4, 4);
    private static final Slot ATTRIBUTE = Slot.number("attr", 8, 8);
    private static final Slot ADDRESS = Slot.hex("addr", ADDRESS_OFFSET, 8);

    /** Its fields under the kernel's names. */
    public static final Layout LAYOUT = Layout.of("kvm_device_attr", SIZE, FLAGS, GROUP, ATTRIBUTE, ADDRESS);

    /** The struct. */
    public Bytes encode() {
        byte[] out = new byte[SIZE];
        GROUP.put(out, Integer.toUnsignedLong(group));
        ATTRIBUTE.put(out, attribute);
        ADDRESS.put(out, address);
        return Bytes.of(out);
    }
}
