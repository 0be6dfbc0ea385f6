// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.guest;

import java.util.Optional;
import java.util.function.LongFunction;
import org.cloister.api.Bytes;
import org.cloister.guest.device.DeviceAnswer;
import org.cloister.guest.device.DeviceCall;
import org.cloister.guest.device.ExtendedReportStruct;
import org.cloister.guest.device.GuestDevice;
import org.cloister.guest.device.RequestStruct;
import org.cloister.kvm.libc.Block;
import org.cloister.kvm.libc.Descriptor;
import org.cloister.kvm.libc.Descriptor.Opened;
import org.cloister.kvm.libc.Result;
import org.osgi.service.component.annotations.Component;

/**
 * {@code /dev/sev-guest}: requests as {@code ioctl(fd, SNP_GET_…, snp_guest_request_ioctl)}. It is open for one request
 * at a time.
 */
@Component(service = GuestDevice.class)
public final class SevGuestDevice implements GuestDevice {
    private static final int MESSAGE_VERSION = 1;

    private final String path;

    /** The device of this machine, for the service registry. */
    public SevGuestDevice() {
        this(PATH);
    }

    /** The device at a path. */
    public SevGuestDevice(String path) {
        this.path = path;
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public Optional<String> obstacle() {
        return Descriptor.obstacle();
    }

    @Override
    public int probe() {
        Opened opened = Descriptor.open(path, true);
        opened.descriptor().ifPresent(Descriptor::close);
        return opened.result().errno();
    }

    @Override
    public synchronized DeviceAnswer call(DeviceCall call) {
        Opened opened = Descriptor.open(path, true);
        if (opened.descriptor().isEmpty()) {
            return DeviceAnswer.failed(opened.result().errno(), call.request());
        }
        try (Descriptor device = opened.descriptor().get()) {
            return call(call, struct -> device.ioctlOnce(call.ioctl().number(), struct));
        }
    }

    /**
     * Carries out a request.
     *
     * @param issue makes the ioctl with the address of a {@code struct snp_guest_request_ioctl}
     */
    static DeviceAnswer call(DeviceCall call, LongFunction<Result> issue) {
        Block room = Block.of(call.room());
        Block request = Block.of(call.request());
        if (call.room() > 0) {
            request.buffer().putLong(ExtendedReportStruct.CERTS_ADDRESS, room.address());
        }
        Block response = Block.of(call.ioctl().response());
        Block struct = Block.of(new RequestStruct(MESSAGE_VERSION, request.address(), response.address(), 0).encode());
        // The blocks stay where they are for as long as the innermost call runs
        Result result = room.with(r -> request.with(q -> response.with(p -> struct.with(issue))));
        RequestStruct answered = RequestStruct.decode(struct.bytes(RequestStruct.SIZE));
        return new DeviceAnswer(
                result.errno(),
                answered.exitInfo2(),
                request.bytes(call.request().length()),
                taken(response, call.ioctl().response()),
                result.failed() ? Bytes.EMPTY : room.bytes(call.room()));
    }

    /** The response, which may be a key: it is wiped in native memory. */
    private static byte[] taken(Block response, int size) {
        byte[] copy = new byte[size];
        response.buffer().get(0, copy);
        response.buffer().put(0, new byte[size]);
        return copy;
    }
}
