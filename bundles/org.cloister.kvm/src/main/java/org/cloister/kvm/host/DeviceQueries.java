// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.host;

import java.util.function.Function;
import org.cloister.amd.kvm.KvmRequest;
import org.cloister.amd.kvm.VmType;
import org.cloister.amd.status.Errno;
import org.cloister.api.host.Fact;
import org.cloister.api.host.HostFacts.Ioctl;
import org.cloister.api.host.HostFacts.IoctlAnswer;
import org.cloister.kvm.libc.Block;
import org.cloister.kvm.libc.Descriptor;
import org.cloister.kvm.libc.Descriptor.Opened;
import org.cloister.kvm.libc.Result;

/** What devices answer. Each question opens the device again and closes it. */
final class DeviceQueries {
    private DeviceQueries() {}

    static Fact<Boolean> answers(String path, boolean write) {
        return opened(path, write, device -> new Fact.Known<>(true), errno -> new Fact.Known<>(false));
    }

    static Fact<IoctlAnswer> ask(Ioctl request) {
        return withDevice(request, device -> new Fact.Known<>(answer(device, request)));
    }

    static Fact<IoctlAnswer> askMachine(Ioctl request) {
        return withDevice(request, kvm -> {
            Opened machine =
                    kvm.openBy(KvmRequest.CREATE_VM.number(), VmType.DEFAULT.number(), "a machine to be asked");
            if (machine.descriptor().isEmpty()) {
                return new Fact.Unknown<>("no virtual machine can be made: "
                        + Errno.describe(machine.result().errno()));
            }
            try (Descriptor vm = machine.descriptor().get()) {
                return new Fact.Known<>(answer(vm, request));
            }
        });
    }

    /** For reading only where this user may not write: every question here is one that changes nothing. */
    private static Fact<IoctlAnswer> withDevice(Ioctl request, Function<Descriptor, Fact<IoctlAnswer>> question) {
        Function<Integer, Fact<IoctlAnswer>> silent = errno ->
                new Fact.Absent<>("no driver answers behind " + request.device() + ": " + Errno.describe(errno));
        Fact<IoctlAnswer> writing = opened(request.device(), true, question, silent);
        return writing instanceof Fact.Denied ? opened(request.device(), false, question, silent) : writing;
    }

    private static <T> Fact<T> opened(
            String path, boolean write, Function<Descriptor, Fact<T>> question, Function<Integer, Fact<T>> silent) {
        if (Descriptor.obstacle().isPresent()) {
            return new Fact.Unknown<>(Descriptor.obstacle().get());
        }
        Opened opened = Descriptor.open(path, write);
        if (opened.descriptor().isEmpty()) {
            return whyNot(path, opened.result().errno(), silent);
        }
        try (Descriptor device = opened.descriptor().get()) {
            return question.apply(device);
        }
    }

    private static <T> Fact<T> whyNot(String path, int errno, Function<Integer, Fact<T>> silent) {
        return switch (errno) {
            case Errno.ENOENT -> new Fact.Absent<>("there is no " + path);
            case Errno.EACCES, Errno.EPERM -> new Fact.Denied<>("this user may not open " + path);
            case Errno.ENXIO, Errno.ENODEV -> silent.apply(errno);
            default -> new Fact.Unknown<>(path + " cannot be opened: " + Errno.describe(errno));
        };
    }

    private static IoctlAnswer answer(Descriptor device, Ioctl request) {
        Block buffer = Block.of(request.buffer());
        Block pointee = Block.of(request.pointee());
        boolean points = request.pointee().length() > 0;
        Result result = pointee.with(target -> buffer.with(address -> {
            if (points) {
                buffer.buffer().putLong(request.pointerAt(), target);
            }
            long argument = request.buffer().length() > 0 ? address : request.argument();
            return device.ioctlOnce(request.number(), argument);
        }));
        if (points) {
            // An address of this process says nothing of the host
            buffer.buffer().putLong(request.pointerAt(), 0);
        }
        return new IoctlAnswer(
                (int) result.value(),
                result.errno(),
                buffer.bytes(request.buffer().length()),
                pointee.bytes(request.pointee().length()));
    }
}
