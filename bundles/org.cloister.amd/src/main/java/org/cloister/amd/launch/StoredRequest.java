// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.launch;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.cloister.api.guest.ContextValue;
import org.cloister.api.guest.DirectBoot;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.Image;

/** A request as values of a context, from which the guest can be launched again. Images are shared, not copied. */
public final class StoredRequest {
    private StoredRequest() {}

    /** A request as values of a context. */
    public static ContextValue.Fields of(GuestRequest request) {
        Map<String, ContextValue> fields = new LinkedHashMap<>();
        fields.put("firmware", image(request.firmware()));
        request.boot().ifPresent(boot -> fields.put("boot", boot(boot)));
        fields.put("vcpus", new ContextValue.Number(request.vcpus()));
        fields.put("vcpu-type", new ContextValue.Text(request.vcpuType()));
        fields.put("memory", new ContextValue.Number(request.memory()));
        Map<String, ContextValue> properties = new LinkedHashMap<>();
        request.properties().forEach((name, value) -> properties.put(name, new ContextValue.Text(value)));
        fields.put("properties", new ContextValue.Fields(properties));
        return new ContextValue.Fields(fields);
    }

    /** The request that {@link #of} made values of. */
    public static GuestRequest read(ContextValue.Fields stored) {
        Map<String, String> properties = new LinkedHashMap<>();
        fields(stored, "properties")
                .values()
                .keySet()
                .forEach(name -> properties.put(name, text(fields(stored, "properties"), name)));
        return new GuestRequest(
                image(fields(stored, "firmware")),
                Optional.ofNullable((ContextValue.Fields) stored.values().get("boot"))
                        .map(StoredRequest::boot),
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
                text(stored, "name"), ((ContextValue.Blob) stored.values().get("content")).value());
    }

    private static ContextValue.Fields boot(DirectBoot boot) {
        Map<String, ContextValue> fields = new LinkedHashMap<>();
        fields.put("kernel", image(boot.kernel()));
        boot.initrd().ifPresent(initrd -> fields.put("initrd", image(initrd)));
        fields.put("command-line", new ContextValue.Text(boot.commandLine()));
        return new ContextValue.Fields(fields);
    }

    private static DirectBoot boot(ContextValue.Fields stored) {
        Optional<Image> initrd = Optional.ofNullable(
                        (ContextValue.Fields) stored.values().get("initrd"))
                .map(StoredRequest::image);
        return new DirectBoot(image(fields(stored, "kernel")), initrd, text(stored, "command-line"));
    }

    private static ContextValue.Fields fields(ContextValue.Fields stored, String name) {
        return (ContextValue.Fields) stored.values().get(name);
    }

    private static String text(ContextValue.Fields stored, String name) {
        return ((ContextValue.Text) stored.values().get(name)).value();
    }

    private static long number(ContextValue.Fields stored, String name) {
        return ((ContextValue.Number) stored.values().get(name)).value();
    }
}
