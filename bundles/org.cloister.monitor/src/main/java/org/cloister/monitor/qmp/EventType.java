// SPDX-License-Identifier: Apache-2.0
package org.cloister.monitor.qmp;

/**
 * A kind of event that clients may receive. Immutable.
 *
 * @param name as in QEMU's schema
 * @param data what comes with it
 */
public record EventType(String name, Shape.Members data) {}
