"""What is asked for where the request itself is a good one."""

REQUEST = "late payment fee as a percentage parameter of the overdue balance"
SPOT = "CustomerClassPreBillCompletionAlgorithmSpot"
