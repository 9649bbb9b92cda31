/** PhoneButton is WeChat's; a browser has none. */
export const PhoneButton = (_: { done: () => Promise<void> }) => null
