export default definePageConfig({ navigationBarTitleText: '排队候补' })
