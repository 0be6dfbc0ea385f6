// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.guest;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;

/**
 * A request as values of a context, from which the guest can be launched again ({@link GuestReset}). Images are shared,
 * not copied.
 *
 * @since 1.1
 */
public final class StoredRequest {
    private static final String FIRMWARE = "firmware";
    private static final String BOOT = "boot";
    private static final String INITRD = "initrd";

    private StoredRequest() {}

    /** A request as values of a context. */
    public static ContextValue.Fields of(GuestRequest request) {
        Map<String, ContextValue> fields = new LinkedHashMap<>();
        if (request.hasFirmware()) {
            fields.put(FIRMWARE, image(request.firmware()));
        }
        request.boot().ifPresent(boot -> fields.put(BOOT, boot(boot)));
        fields.put("vcpus", new ContextValue.Number(request.vcpus()));
        fields.put("vcpu-type", new ContextValue.Text(request.vcpuType()));
        fields.put("memory", new ContextValue.Number(request.memory()));
        Map<String, ContextValue> properties = new LinkedHashMap<>();
        request.properties().forEach((name, value) -> properties.put(name, new ContextValue.Text(value)));
        fields.put("properties", new ContextValue.Fields(properties));
        return new ContextValue.Fields(fields);
    }

    /**
     * The request that {@link #of} made values of.
     *
     * @throws org.cloister.api.CloisterException {@code context.value} when it did not
     */
    public static GuestRequest read(ContextValue.Fields stored) {
        ContextValue.Fields settings = fields(stored, "properties");
        Map<String, String> properties = new LinkedHashMap<>();
        settings.values().keySet().forEach(name -> properties.put(name, text(settings, name)));
        return new GuestRequest(
                stored.values().containsKey(FIRMWARE) ? image(fields(stored, FIRMWARE)) : GuestRequest.NO_FIRMWARE,
                stored.values().containsKey(BOOT) ? Optional.of(boot(fields(stored, BOOT))) : Optional.empty(),
                (int) number(stored, "vcpus"),
                text(stored, "vcpu-type"),
                number(stored, "memory"),
                properties);
    }

    private static ContextValue.Fields image(Image image) {
        return new ContextValue.Fields(
                Map.of("name", new ContextValue.Text(image.name()), "content", new ContextValue.Blob(image.content())));
    }

    private static Image image(ContextValue.Fields stored) {
        return new Image(
                text(stored, "name"),
                value(stored, "content", ContextValue.Blob.class).value());
    }

    private static ContextValue.Fields boot(DirectBoot boot) {
        Map<String, ContextValue> fields = new LinkedHashMap<>();
        fields.put("kernel", image(boot.kernel()));
        boot.initrd().ifPresent(initrd -> fields.put(INITRD, image(initrd)));
        fields.put("command-line", new ContextValue.Text(boot.commandLine()));
        return new ContextValue.Fields(fields);
    }

    private static DirectBoot boot(ContextValue.Fields stored) {
        Optional<Image> initrd =
                stored.values().containsKey(INITRD) ? Optional.of(image(fields(stored, INITRD))) : Optional.empty();
        return new DirectBoot(image(fields(stored, "kernel")), initrd, text(stored, "command-line"));
    }

    private static ContextValue.Fields fields(ContextValue.Fields stored, String name) {
        return value(stored, name, ContextValue.Fields.class);
    }

    private static String text(ContextValue.Fields stored, String name) {
        return value(stored, name, ContextValue.Text.class).value();
    }

    private static long number(ContextValue.Fields stored, String name) {
        return value(stored, name, ContextValue.Number.class).value();
    }

    private static <V extends ContextValue> V value(ContextValue.Fields stored, String name, Class<V> as) {
        ContextValue found = stored.values().get(name);
        if (!as.isInstance(found)) {
            throw Problem.defect(ProblemCodes.CONTEXT_VALUE, "a stored request lacks a value")
                    .at(name)
                    .found(found == null ? "none" : found.getClass().getSimpleName())
                    .expected(as.getSimpleName())
                    .exception();
        }
        return as.cast(found);
    }
}
