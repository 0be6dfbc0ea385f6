// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.move;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import org.cloister.api.Bytes;
import org.cloister.api.guest.GuestPolicy;
import org.cloister.api.guest.LaunchPlan;
import org.cloister.api.guest.Measurement;
import org.cloister.api.guest.PolicyField;
import org.cloister.api.platform.VcpuState;

/** Writes a {@link MovedGuest}: numbers most significant byte first, texts in UTF-8, both and lists by their length. */
final class MovedGuestWriter {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(bytes);

    private MovedGuestWriter() {}

    /** A part of a list. */
    private interface Part<T> {
        void write(T one) throws IOException;
    }

    static Bytes write(MovedGuest guest) {
        MovedGuestWriter writer = new MovedGuestWriter();
        try {
            writer.all(guest);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Bytes.wrap(writer.bytes.toByteArray());
    }

    static Bytes write(VcpuState state) {
        MovedGuestWriter writer = new MovedGuestWriter();
        try {
            writer.registers(state);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Bytes.wrap(writer.bytes.toByteArray());
    }

    private void all(MovedGuest guest) throws IOException {
        blob(guest.stream());
        blob(guest.process());
        text(guest.guest());
        out.writeBoolean(guest.kept());
        text(guest.trust().name());
        plan(guest.plan());
        texts(guest.properties());
        out.writeBoolean(guest.measurement().isPresent());
        if (guest.measurement().isPresent()) {
            measurement(guest.measurement().get());
        }
    }

    private void plan(LaunchPlan plan) throws IOException {
        text(plan.type().name());
        text(plan.profile());
        list(plan.memory(), region -> {
            text(region.name());
            out.writeLong(region.gpa());
            out.writeLong(region.size());
        });
        list(plan.vcpus(), this::registers);
        out.writeBoolean(plan.vcpusMeasured());
        policy(plan.policy());
    }

    private void registers(VcpuState vcpu) throws IOException {
        list(vcpu.registers().entrySet(), register -> {
            text(register.getKey());
            out.writeLong(register.getValue());
        });
    }

    private void policy(GuestPolicy policy) throws IOException {
        out.writeLong(policy.value());
        texts(policy.bits());
        list(policy.fields(), field -> {
            text(field.name());
            boolean number = field instanceof PolicyField.Number;
            out.writeBoolean(number);
            if (field instanceof PolicyField.Number one) {
                out.writeInt(one.width());
                out.writeLong(one.value());
            } else if (field instanceof PolicyField.Content one) {
                blob(one.value());
            }
        });
    }

    private void measurement(Measurement measured) throws IOException {
        text(measured.algorithm());
        blob(measured.value());
        out.writeBoolean(measured.nonce().isPresent());
        if (measured.nonce().isPresent()) {
            blob(measured.nonce().get());
        }
        list(measured.registers(), register -> {
            text(register.name());
            text(register.algorithm());
            blob(register.value());
            text(register.source().name());
            out.writeBoolean(register.extended());
        });
    }

    private <T> void list(Collection<T> all, Part<T> part) throws IOException {
        out.writeInt(all.size());
        for (T one : all) {
            part.write(one);
        }
    }

    private void texts(Map<String, String> all) throws IOException {
        list(all.entrySet(), entry -> {
            text(entry.getKey());
            text(entry.getValue());
        });
    }

    private void text(String text) throws IOException {
        blob(Bytes.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    private void blob(Bytes content) throws IOException {
        out.writeInt(content.length());
        content.writeTo(out);
    }
}
