// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.x509;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.cloister.amd.tcb.TcbComponent;
import org.cloister.api.Bytes;

/**
 * The contents of AMD's own extensions for an endorsed key (AMD 57230, "VCEK Certificate" and "VLEK Certificate").
 * Immutable. All of it is absent from the certificates of authorities.
 *
 * @param structVersion the version of the extensions' layout; 0 and 1 are known
 * @param productName the product line, on some with a stepping as in {@code Milan-B0}
 * @param components the TCB version that the key is derived from, each 0 to 255, the spare ones too
 * @param hardwareId the chip's id, 8 or 64 bytes; on a VCEK only
 * @param cspId the cloud provider that the key was made for, on a VLEK only
 */
public record AmdExtensions(
        Optional<Integer> structVersion,
        Optional<String> productName,
        Map<TcbComponent, Integer> components,
        Optional<Bytes> hardwareId,
        Optional<String> cspId) {
    /** The arc of AMD's extensions, with its dot. */
    public static final String ARC = "1.3.6.1.4.1.3704.1.";

    static final String STRUCT_VERSION = ARC + "1";
    static final String PRODUCT_NAME = ARC + "2";
    static final String COMPONENT = ARC + "3.";
    static final String HARDWARE_ID = ARC + "4";
    static final String CSP_ID = ARC + "5";

    /** Copies the components. */
    public AmdExtensions {
        components = Collections.unmodifiableMap(copy(components));
    }

    private static Map<TcbComponent, Integer> copy(Map<TcbComponent, Integer> components) {
        Map<TcbComponent, Integer> copy = new EnumMap<>(TcbComponent.class);
        copy.putAll(components);
        return copy;
    }

    static AmdExtensions read(Map<String, Extension> all, String where) {
        ExtensionValues values = new ExtensionValues(all, where);
        return new AmdExtensions(
                values.number(STRUCT_VERSION),
                values.text(PRODUCT_NAME),
                components(values),
                values.hardwareId(HARDWARE_ID),
                values.text(CSP_ID));
    }

    private static Map<TcbComponent, Integer> components(ExtensionValues values) {
        Map<TcbComponent, Integer> components = new EnumMap<>(TcbComponent.class);
        for (TcbComponent component : TcbComponent.values()) {
            values.number(oid(component)).ifPresent(value -> components.put(component, value));
        }
        return components;
    }

    /** The dotted name of a component's extension. */
    static String oid(TcbComponent component) {
        return COMPONENT + component.extension();
    }

    /** The component that an extension is about. */
    static Optional<TcbComponent> component(String oid) {
        return Arrays.stream(TcbComponent.values())
                .filter(one -> oid(one).equals(oid))
                .findFirst();
    }

    /** Whether there is none of them. */
    public boolean isEmpty() {
        return structVersion.isEmpty()
                && productName.isEmpty()
                && components.isEmpty()
                && hardwareId.isEmpty()
                && cspId.isEmpty();
    }
}
