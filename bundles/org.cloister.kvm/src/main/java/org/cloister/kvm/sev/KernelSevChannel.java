// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.sev;

import java.util.function.IntSupplier;
import java.util.function.LongFunction;
import org.cloister.amd.channel.SevChannel;
import org.cloister.amd.channel.SevCodec;
import org.cloister.amd.channel.SevCommand;
import org.cloister.amd.channel.SevCommandException;
import org.cloister.amd.channel.SevEnvelope;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.kvm.libc.Result;

/**
 * A machine's commands as {@code ioctl(vm, KVM_MEMORY_ENCRYPT_OP, kvm_sev_cmd)}. They are serial, as the kernel takes
 * its lock of the machine for each.
 */
public final class KernelSevChannel implements SevChannel {
    private final LongFunction<Result> encryptOp;
    private final IntSupplier sevFd;

    /**
     * A channel.
     *
     * @param encryptOp makes the ioctl with the address of a {@code struct kvm_sev_cmd}
     * @param sevFd an open descriptor of {@code /dev/sev}; asked for each command
     */
    public KernelSevChannel(LongFunction<Result> encryptOp, IntSupplier sevFd) {
        this.encryptOp = encryptOp;
        this.sevFd = sevFd;
    }

    @Override
    public synchronized <A> A execute(SevCommand<A> command) {
        Exchange exchange = new Exchange();
        exchange.struct(SevCodec.encode(command, exchange.space()).struct());
        // The kernel writes a status only when it asked the firmware
        SevEnvelope envelope =
                new SevEnvelope(command.id(), exchange.structAddress(), FirmwareStatus.NOT_CALLED, sevFd.getAsInt());
        Result result = exchange.call(envelope.encode(), encryptOp);
        int status =
                SevEnvelope.decode(exchange.answeredEnvelope(SevEnvelope.SIZE)).error();
        if (!SevCodec.answers(command, result.errno(), status)) {
            throw new SevCommandException(command.name(), result.errno(), status);
        }
        return SevCodec.decodeAnswer(command, exchange.answeredStruct(), exchange.space());
    }
}
