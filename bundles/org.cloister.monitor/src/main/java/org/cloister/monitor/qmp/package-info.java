/**
 * QMP without a word of guests: JSON out of a stream, requests, checked arguments, answers, events (QEMU,
 * docs/interop/qmp-spec.rst).
 */
package org.cloister.monitor.qmp;
