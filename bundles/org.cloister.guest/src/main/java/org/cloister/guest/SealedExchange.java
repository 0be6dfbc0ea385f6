// SPDX-License-Identifier: Apache-2.0
package org.cloister.guest;

import java.util.Arrays;
import java.util.function.Function;
import org.cloister.amd.message.GuestMessage;
import org.cloister.amd.message.GuestRequests;
import org.cloister.amd.message.MessageHeader;
import org.cloister.amd.message.MessageType;
import org.cloister.amd.message.RequestExit;
import org.cloister.amd.struct.Violation;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;

/**
 * Sealed messages through a hypervisor that is not trusted. Two messages sealed with one number would give their key
 * away, so a key whose number may have been used for a failed request is retired, as Linux does.
 */
final class SealedExchange {
    private final GuestRequests channel;
    private final SecretsArea secrets;
    private final int level;
    private final RetryPolicy patience;

    SealedExchange(GuestRequests channel, SecretsArea secrets, int level, RetryPolicy patience) {
        this.channel = channel;
        this.secrets = secrets;
        this.level = level;
        this.patience = patience;
    }

    /**
     * An answer.
     *
     * @param payload of the response, for the caller to wipe
     * @param certificates that came with it
     * @param pages how many they need, when they had no room and nothing came; else 0
     */
    record Answer(byte[] payload, Bytes certificates, int pages) {}

    /** A request without certificates. */
    byte[] ask(MessageType type, int version, byte[] payload) {
        return exchange(type, version, payload, channel::request, false).payload();
    }

    /** A request with room for certificates. */
    Answer askWithCertificates(MessageType type, byte[] payload, int pages) {
        return exchange(type, 1, payload, page -> channel.extended(page, pages), true);
    }

    // Other users of this channel count in the same secrets page.
    private Answer exchange(
            MessageType type, int version, byte[] payload, Function<Bytes, RequestExit> call, boolean extended) {
        synchronized (channel) {
            return alone(type, version, payload, call, extended);
        }
    }

    private Answer alone(
            MessageType type, int version, byte[] payload, Function<Bytes, RequestExit> call, boolean extended) {
        long sequence = secrets.count() + 1;
        byte[] key = secrets.key();
        boolean done = false;
        try {
            MessageHeader header = MessageHeader.of(type, version, level, sequence, payload.length);
            Bytes page = GuestMessage.seal(key, header, payload).page();
            RequestExit exit = patiently(page, call);
            int pages = 0;
            if (extended && exit.vmmError() == RequestExit.LENGTH) {
                // The firmware was not asked; the same message uses its number up
                pages = exit.pages();
                exit = patiently(page, channel::request);
            }
            byte[] answer = opened(type, header, key, exit);
            secrets.count(sequence + 1);
            done = true;
            return new Answer(answer, exit.certificates(), pages);
        } finally {
            Arrays.fill(key, (byte) 0);
            if (!done) {
                secrets.retire();
            }
        }
    }

    private RequestExit patiently(Bytes page, Function<Bytes, RequestExit> call) {
        RequestExit exit = call.apply(page);
        for (int i = 1; i < patience.tries() && exit.vmmError() == RequestExit.BUSY; i++) {
            patience.pause().run();
            exit = call.apply(page);
        }
        return exit;
    }

    private static byte[] opened(MessageType type, MessageHeader request, byte[] key, RequestExit exit) {
        if (exit.exitInfo2() != 0) {
            throw new GuestRequestException("MSG_" + type, exit.exitInfo2());
        }
        GuestMessage response = GuestMessage.decode(exit.response(), "response");
        MessageHeader header = response.header();
        for (Violation violation : header.violations()) {
            throw unexpected(violation.field(), violation.found(), violation.expected());
        }
        require("msg_seqno", header.sequence(), request.sequence() + 1);
        require(
                "msg_type",
                header.type().map(MessageType::code).orElse(0),
                type.response().code());
        require("msg_vmpck", header.key(), request.key());
        return response.open(key)
                .orElseThrow(() -> unexpected("authtag", "a tag of another message or key", "that of this message"));
    }

    private static void require(String field, long found, long expected) {
        if (found != expected) {
            throw unexpected(field, Long.toUnsignedString(found), Long.toUnsignedString(expected));
        }
    }

    private static RuntimeException unexpected(String field, String found, String expected) {
        return Problem.operation(GuestCodes.GUEST_RESPONSE, "the response is not that of the firmware to this request")
                .at(field)
                .found(found)
                .expected(expected)
                .remedy("the hypervisor may have changed it; do not trust what it gives")
                .exception();
    }
}
