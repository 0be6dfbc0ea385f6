/**
 * The few calls of the C library that this bundle needs, and what they hand out: descriptors and mappings that close
 * once.
 */
package org.cloister.kvm.libc;
