/**
 * Moves the message and stack of every failure into a payload, where the codec encrypts them.
 * CommonJS because the Temporal SDK loads it with `require`, in the worker and in the workflow bundle.
 */
const { DefaultFailureConverter } = require('@temporalio/common');

exports.failureConverter = new DefaultFailureConverter({ encodeCommonAttributes: true });
