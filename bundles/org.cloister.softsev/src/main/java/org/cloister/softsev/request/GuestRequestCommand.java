// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.request;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.cloister.amd.message.GuestMessage;
import org.cloister.amd.message.HeaderField;
import org.cloister.amd.message.MessageHeader;
import org.cloister.amd.message.MessageType;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.amd.struct.Violation;
import org.cloister.api.Bytes;
import org.cloister.softsev.attest.GuestIdentity;
import org.cloister.softsev.attest.ReportSource;
import org.cloister.softsev.model.Refusal;
import org.cloister.softsev.processor.DerivationRoots;
import org.cloister.softsev.processor.GuestContext;
import org.cloister.softsev.processor.MessageKeys;

/**
 * SNP_GUEST_REQUEST (SEV-SNP firmware ABI, 56860). The order of the checks and their statuses are those of AMD's
 * published firmware source; a request that is refused leaves the count of messages as it was, so that its number is
 * still the next one. Immutable; the requests of one guest come one after the other.
 */
public final class GuestRequestCommand {
    // The next request would have the number 2^64 - 1, and its response none.
    private static final long LAST_COUNT = -2;

    private final Map<MessageType, Payload> answers = new EnumMap<>(MessageType.class);

    /**
     * The command.
     *
     * @param reports makes reports
     * @param roots what keys are derived from
     */
    public GuestRequestCommand(ReportSource reports, DerivationRoots roots) {
        answers.put(MessageType.CPUID_REQ, new CpuidPayload());
        answers.put(MessageType.REPORT_REQ, new ReportPayload(reports));
        answers.put(MessageType.KEY_REQ, new KeyPayload(roots));
        answers.put(MessageType.TSC_INFO_REQ, new ClockPayload());
    }

    /**
     * Answers a request.
     *
     * @param page 4096 bytes
     * @return 4096 bytes that begin with the sealed response
     * @throws Refusal when there is no response
     */
    public Bytes answer(GuestContext guest, Bytes page) {
        GuestIdentity identity = guest.identity();
        GuestMessage request = read(page);
        MessageKeys keys = guest.messageKeys();
        byte[] key = keys.key(request.header().key());
        try {
            byte[] payload = request.open(key).orElseThrow(GuestRequestCommand::notAuthentic);
            try {
                requireNext(request.header(), keys.messages(request.header().key()));
                GuestQuery asked =
                        new GuestQuery(guest, identity, request.header().key(), payload);
                Bytes response = sealed(request.header(), key, asked);
                keys.count(asked.key(), request.header().sequence() + 1);
                return response;
            } finally {
                Arrays.fill(payload, (byte) 0);
            }
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    private static GuestMessage read(Bytes page) {
        MessageHeader header = new MessageHeader(page.slice(0, MessageHeader.SIZE));
        for (Violation violation : header.malformed()) {
            throw Refusal.firmware(FirmwareStatus.INVALID_PARAM, violation.toString());
        }
        return GuestMessage.decode(page, "request");
    }

    private static Refusal notAuthentic() {
        String where = "authtag: the message was not sealed with this key for this guest";
        return Refusal.firmware(FirmwareStatus.BAD_MEASUREMENT, where);
    }

    private static void requireNext(MessageHeader header, long messages) {
        if (messages == LAST_COUNT || header.sequence() != messages + 1) {
            String where = "msg_seqno: found " + Long.toUnsignedString(header.sequence()) + ", "
                    + (messages == LAST_COUNT
                            ? "no number is left for this key"
                            : "expected " + Long.toUnsignedString(messages + 1));
            throw Refusal.firmware(FirmwareStatus.AEAD_OFLOW, where);
        }
    }

    private Bytes sealed(MessageHeader request, byte[] key, GuestQuery asked) {
        MessageType type = request.type().filter(MessageType::request).orElseThrow(() -> noSuchType(request));
        Payload payload = answers.get(type);
        if (payload == null) {
            throw Refusal.firmware(FirmwareStatus.UNSUPPORTED, "msg_type: the platform answers no " + type);
        }
        requireVersion(request, type, payload);
        byte[] answer = answered(payload, asked);
        try {
            MessageHeader header =
                    MessageHeader.of(type.response(), 1, request.key(), request.sequence() + 1, answer.length);
            return GuestMessage.seal(key, header, answer).page();
        } finally {
            Arrays.fill(answer, (byte) 0);
        }
    }

    private static byte[] answered(Payload payload, GuestQuery asked) {
        try {
            return payload.answer(asked);
        } catch (Refusal e) {
            return payload.refusal(e.status());
        }
    }

    private static Refusal noSuchType(MessageHeader request) {
        long found = request.number(HeaderField.MSG_TYPE);
        return Refusal.firmware(FirmwareStatus.INVALID_PARAM, "msg_type: " + found + " is not a request");
    }

    // That a payload which is too short is an invalid parameter and not an invalid length is unverified.
    private static void requireVersion(MessageHeader request, MessageType type, Payload payload) {
        int version = (int) request.number(HeaderField.MSG_VERSION);
        if (version < 1 || version > type.newest()) {
            String where = "msg_version: found " + version + ", expected 1 to " + type.newest();
            throw Refusal.firmware(FirmwareStatus.INVALID_PARAM, where);
        }
        if (request.size() < payload.size(version)) {
            String where = "msg_size: found " + request.size() + ", expected " + payload.size(version) + " at least";
            throw Refusal.firmware(FirmwareStatus.INVALID_PARAM, where);
        }
    }
}
