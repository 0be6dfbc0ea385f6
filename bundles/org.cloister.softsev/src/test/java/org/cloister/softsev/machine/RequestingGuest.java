// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cloister.amd.message.GuestMessage;
import org.cloister.amd.message.GuestRequests;
import org.cloister.amd.message.MessageHeader;
import org.cloister.amd.message.MessageType;
import org.cloister.amd.message.RequestExit;
import org.cloister.amd.page.SnpPageType;
import org.cloister.api.Bytes;
import org.cloister.softsev.processor.SoftProcessor;

/** A launched guest that seals messages itself, and keeps all that the hypervisor got to see. */
final class RequestingGuest implements AutoCloseable {
    static final long SECRETS = 0x4000;

    final LaunchFixture bench;
    final GuestRequests channel;
    final List<Bytes> seen = new ArrayList<>();
    final byte[][] keys = new byte[4][];

    RequestingGuest(SoftProcessor processor) {
        bench = LaunchFixture.started(processor, 1);
        channel = bench.machine.adapt(GuestRequests.class).orElseThrow();
        bench.put(SnpPageType.SECRETS, SECRETS, Bytes.of(new byte[LaunchFixture.PAGE]));
        bench.channel.execute(LaunchFixture.FINISH);
        byte[] page = bench.guestView(SECRETS).toArray();
        for (int i = 0; i < 4; i++) {
            keys[i] = Arrays.copyOfRange(page, 0x20 * (i + 1), 0x20 * (i + 2));
        }
    }

    /** A page with a sealed request. */
    Bytes sealed(MessageHeader header, byte[] payload) {
        return GuestMessage.seal(keys[header.key() & 3], header, payload).page();
    }

    Bytes sealed(MessageType type, int key, long sequence, Bytes payload) {
        MessageHeader header = MessageHeader.of(type, 1, key, sequence, payload.length());
        return sealed(header, payload.toArray());
    }

    RequestExit ask(Bytes page) {
        seen.add(page);
        RequestExit exit = channel.request(page);
        seen.add(exit.response());
        return exit;
    }

    RequestExit ask(MessageType type, int key, long sequence, Bytes payload) {
        return ask(sealed(type, key, sequence, payload));
    }

    /** The payload of a response, which has to be authentic. */
    Bytes opened(RequestExit exit) {
        GuestMessage message = GuestMessage.decode(exit.response(), "response");
        return Bytes.of(message.open(keys[message.header().key()]).orElseThrow());
    }

    @Override
    public void close() {
        bench.close();
    }
}
