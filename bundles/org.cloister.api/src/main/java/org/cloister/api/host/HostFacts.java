// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.host;

import java.util.List;
import java.util.Objects;
import org.cloister.api.Bytes;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * What can be read of a host, without judging it: of this one, or of one that was captured.
 *
 * <p>Every question gets an answer; nothing throws. Asking changes nothing on the host. Safe for use by several
 * threads.
 */
@ConsumerType
public interface HostFacts {
    /** What is described, for people: {@code this host}, or the place of a capture. */
    String origin();

    /**
     * A leaf of CPUID on the first processor.
     *
     * @param leaf EAX before the instruction
     * @param subleaf ECX before the instruction
     */
    Fact<Cpuid> cpuid(int leaf, int subleaf);

    /**
     * A model-specific register of the first processor.
     *
     * @param register its number, as an unsigned 32-bit value
     */
    Fact<Long> msr(int register);

    /**
     * The content of a file.
     *
     * @param path absolute
     * @param limit at most so many bytes, from its beginning
     */
    Fact<Bytes> file(String path, int limit);

    /**
     * The names in a folder, sorted.
     *
     * @param path absolute
     */
    Fact<List<String>> folder(String path);

    /**
     * Whether something answers behind a device node that this user may open.
     *
     * @param path absolute
     * @return known and true when it opened; known and false when the node is there and no driver answers
     *     ({@code ENXIO}, {@code ENODEV}); absent without a node; denied when this user may not open it, for reading
     *     and writing where {@code write}
     */
    Fact<Boolean> device(String path, boolean write);

    /**
     * Who may open a device node. Implementations that cannot answer, such as those older than this method, leave it
     * unknown.
     *
     * @param path absolute
     */
    default Fact<Node> node(String path) {
        return new Fact.Unknown<>("not reported");
    }

    /** What a device answers to a request that changes nothing. Absent and denied are about opening the device. */
    Fact<IoctlAnswer> ioctl(Ioctl request);

    /**
     * What a virtual machine answers that is made of KVM's default type for this request alone, and closed after it.
     *
     * @param request with the device {@code /dev/kvm}
     */
    Fact<IoctlAnswer> machineIoctl(Ioctl request);

    /** Registers after CPUID, each an unsigned 32-bit value. */
    record Cpuid(int eax, int ebx, int ecx, int edx) {}

    /**
     * Owner, group and mode of a device node.
     *
     * @param user the owner's number, as an unsigned 32-bit value
     * @param group the group's number
     * @param groupName the group's name; its number in decimal where it has none
     * @param mode the lowest 9 bits: reading, writing and executing by owner, group and others
     */
    record Node(int user, int group, String groupName, int mode) {
        /** Checks that there is a name. */
        public Node {
            Objects.requireNonNull(groupName, "groupName");
        }
    }

    /**
     * A request to a device.
     *
     * @param device the node's path
     * @param number the ioctl number, as an unsigned 32-bit value
     * @param argument handed over as it is where there is no buffer
     * @param buffer handed over by its address; empty for none
     * @param pointee what an address inside the buffer points to; empty for none
     * @param pointerAt where in the buffer that address is put, 8 bytes; ignored without a pointee
     */
    record Ioctl(String device, int number, long argument, Bytes buffer, Bytes pointee, int pointerAt) {
        /** Checks that all parts are there and that the address fits. */
        public Ioctl {
            Objects.requireNonNull(device, "device");
            Objects.requireNonNull(buffer, "buffer");
            Objects.requireNonNull(pointee, "pointee");
            boolean inside = pointerAt >= 0 && pointerAt <= buffer.length() - Long.BYTES;
            if (pointee.length() > 0 && !inside) {
                throw new IllegalArgumentException("an address at " + pointerAt + " of " + buffer.length() + " bytes");
            }
        }

        /** A request with a number for its argument. */
        public static Ioctl of(String device, int number, long argument) {
            return new Ioctl(device, number, argument, Bytes.EMPTY, Bytes.EMPTY, 0);
        }
    }

    /**
     * The answer to an ioctl.
     *
     * @param result what the call returned; -1 on failure
     * @param errno the error number; 0 without failure
     * @param buffer the buffer afterwards, with zeros where the address was
     * @param pointee what the address points to, afterwards
     */
    record IoctlAnswer(int result, int errno, Bytes buffer, Bytes pointee) {}
}
