// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.setting;

/**
 * What libvirt calls a setting in {@code <launchSecurity>} (libvirt, formatdomain, "Launch Security"). Immutable.
 *
 * @param name the element's or attribute's; empty when libvirt has no word for it
 * @param attribute whether it is an attribute, whose values are {@code yes|no}
 * @param inverted whether libvirt's word means the opposite
 */
public record Libvirt(String name, boolean attribute, boolean inverted) {
    static final Libvirt NONE = element("");

    static Libvirt element(String name) {
        return new Libvirt(name, false, false);
    }

    static Libvirt attribute(String name) {
        return new Libvirt(name, true, false);
    }

    static Libvirt inverted(String name) {
        return new Libvirt(name, true, true);
    }

    /** Whether libvirt has a word for it. */
    public boolean exists() {
        return !name.isEmpty();
    }
}
